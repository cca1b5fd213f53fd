// Preloaded into a measured process: at its end it writes what it used to the file USAGE_FILE names.
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const usage = { peakBytes: maxRSS * 1024, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 };
  require('node:fs').writeFileSync(process.env.USAGE_FILE, JSON.stringify(usage));
});
