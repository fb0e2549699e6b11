// Loaded into every measured server: says on request what processor time and memory it has used.
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send({ cpuSeconds: (user + system) / 1e6, megabytes: process.memoryUsage.rss() / 2 ** 20 });
});
// A server that has been told to stop must not be kept alive by being measured.
process.channel.unref();
