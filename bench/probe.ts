// Loaded ahead of every contender by `node --import`: tells the parent, when asked, what CPU time the process has used.

process.on('message', () => process.send?.(process.cpuUsage()));
// The channel alone must not keep the process alive.
process.channel?.unref();
