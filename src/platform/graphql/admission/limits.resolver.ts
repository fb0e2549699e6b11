import { Query, Resolver } from '@nestjs/graphql';
import { limits } from '../../limits.js';

/** Returns the limits of a request. */
@Resolver()
export class LimitsResolver {
  @Query('limits')
  all() {
    return limits;
  }
}
