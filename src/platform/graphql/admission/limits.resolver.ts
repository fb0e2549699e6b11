import { Query, Resolver } from '@nestjs/graphql';
import { limits } from '../../limits.js';

/** Tells what one request may ask for. */
@Resolver()
export class LimitsResolver {
  @Query('limits')
  all() {
    return limits;
  }
}
