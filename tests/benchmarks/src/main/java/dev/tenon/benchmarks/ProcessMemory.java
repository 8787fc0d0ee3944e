package dev.tenon.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory that Linux says this process has and has had. */
final class ProcessMemory {
  private ProcessMemory() {}

  /** Returns the most resident memory so far, in kB. */
  static long peakKilobytes() throws IOException {
    return kilobytes("VmHWM:");
  }

  /** Returns the resident memory, in kB. */
  static long residentKilobytes() throws IOException {
    return kilobytes("VmRSS:");
  }

  private static long kilobytes(String name) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}
