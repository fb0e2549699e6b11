/** Where GraphQL is, over HTTP and over web sockets. */
export const graphqlPath = '/graphql';

/** Whether an address as it stands in a request is that of GraphQL, in whatever spelling the router takes it for that. */
export function isGraphqlPath(url: string): boolean {
  const path = url.replace(/[?#][^]*$/, '');
  return path === graphqlPath || (path.includes('%') && decoded(path) === graphqlPath);
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
