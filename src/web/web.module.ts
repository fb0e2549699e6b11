import { Global, Module, type DynamicModule } from '@nestjs/common';
import { AssetsController } from './assets.controller.js';
import { siteFilesIn } from './assets.js';
import { CalendarController } from './calendar/calendar.controller.js';
import { GraphqlConsole } from './console.js';
import { FaultPages } from './pages/fault-pages.js';
import { PageServer } from './pages/page-server.js';
import { PagesController } from './pages/pages.controller.js';
import { SchemaController } from './schema.controller.js';
import { SecurityContactController } from './security-contact.controller.js';
import { SITE_FILES } from './tokens.js';

/** The shell in which the pages of every context stand. `programFolder` has `web/browser` in it. */
@Global()
@Module({})
export class WebModule {
  static with(programFolder: string): DynamicModule {
    return {
      module: WebModule,
      controllers: [PagesController, AssetsController, SchemaController, SecurityContactController, CalendarController],
      providers: [
        { provide: SITE_FILES, useFactory: () => siteFilesIn(programFolder) },
        FaultPages,
        PageServer,
        GraphqlConsole,
      ],
      exports: [SITE_FILES, FaultPages, GraphqlConsole],
    };
  }
}
