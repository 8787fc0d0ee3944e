package dev.tenon.tuning.memory;

import java.lang.management.ManagementFactory;

/** Lets trials begin only while what they need together stays below a bound. */
public final class MemoryGate {
  private final long limit;
  private long used;
  private int running;

  /**
   * Creates a gate.
   *
   * @param limit in bytes; 0 for half of what the machine, or its container, has
   */
  public MemoryGate(long limit) {
    this.limit = limit == 0 ? machine() / 2 : limit;
  }

  private static long machine() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Runtime.getRuntime().maxMemory();
  }

  /** Returns a lease of nothing. */
  public Lease lease() {
    return new Lease();
  }

  private synchronized void enter(long bytes) throws InterruptedException {
    while (running > 0 && used + bytes > limit) {
      wait();
    }
    used += bytes;
    running++;
  }

  private synchronized void leave(long bytes) {
    used -= bytes;
    running--;
    notifyAll();
  }

  /** The memory of one trial. */
  public final class Lease implements AutoCloseable {
    private long taken = -1;

    /** Waits until so many bytes are free; what needs more than all of them runs alone. */
    public void take(long bytes) throws InterruptedException {
      enter(bytes);
      taken = bytes;
    }

    @Override
    public void close() {
      if (taken >= 0) {
        leave(taken);
        taken = -1;
      }
    }
  }
}
