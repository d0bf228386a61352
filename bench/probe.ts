// Loaded into every contender by `node --import`. It answers each message of the parent with what this process has used.

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu: user + system, rss: process.memoryUsage.rss() });
});
// The channel alone must not keep the process alive.
process.channel?.unref();
