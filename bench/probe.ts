// Loaded into every contender by `node --import`. It answers each message of the parent with the CPU time of this process.

process.on('message', () => process.send?.(process.cpuUsage()));
// The channel alone must not keep the process alive.
process.channel?.unref();
