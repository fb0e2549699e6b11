/** Where GraphQL is, over HTTP and over web sockets. */
export const graphqlPath = '/graphql';

/** Whether an address as it stands in a request is that of GraphQL. */
export const isGraphqlPath = (url: string): boolean => url === graphqlPath || url.startsWith(`${graphqlPath}?`);
