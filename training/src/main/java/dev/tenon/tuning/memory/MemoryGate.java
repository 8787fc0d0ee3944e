package dev.tenon.tuning.memory;

import java.lang.management.ManagementFactory;

/** A limit on the memory of concurrent trials. */
public final class MemoryGate {
  private final long limit;
  private long used;
  private int running;

  /**
   * Creates a gate.
   *
   * @param limit the limit in bytes; 0 for half of the memory of the machine or its container
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

  /** Returns a lease without memory. */
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

    /**
     * Waits until the memory is available; a trial above the limit runs alone.
     *
     * @param bytes the memory in bytes
     * @throws InterruptedException if the thread is interrupted
     */
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
