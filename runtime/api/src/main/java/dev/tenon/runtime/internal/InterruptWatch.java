package dev.tenon.runtime.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sees that a thread in native code was interrupted, and asks that code to stop.
 *
 * <p>One daemon thread looks at all threads that are in a run, every {@value #PERIOD_MILLIS}
 * milliseconds, and sleeps where there has been none for a while: a short run costs no switch of
 * threads.
 */
final class InterruptWatch {
  static final long PERIOD_MILLIS = 20;

  /** Periods without a run after which the watching thread sleeps until the next one. */
  private static final int IDLE_PERIODS = 100;

  private static final Set<Entry> ENTRIES = ConcurrentHashMap.newKeySet();
  private static volatile boolean asleep;

  private InterruptWatch() {}

  private static final class Watcher {
    static final Thread THREAD = start();

    private static Thread start() {
      Thread thread = new Thread(InterruptWatch::watch, "tenon-interrupts");
      thread.setDaemon(true);
      thread.start();
      return thread;
    }
  }

  /** A thread that is in a run. */
  static final class Entry {
    private final Thread thread = Thread.currentThread();
    private final Runnable stop;
    private final int hash;
    private boolean stopped;
    private boolean ended;

    private Entry(Runnable stop) {
      this.stop = stop;
      this.hash = Long.hashCode(thread.getId());
    }

    /** An object's own hash code would make each of its locks one of the operating system. */
    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    private synchronized void look() {
      if (!ended && !stopped && thread.isInterrupted()) {
        stopped = true;
        stop.run();
      }
    }

    /** Ends watching and says whether the run was asked to stop; afterwards it no longer is. */
    synchronized boolean end() {
      if (!ended) {
        ended = true;
        ENTRIES.remove(this);
      }
      return stopped;
    }
  }

  /** Watches the thread that calls until the entry is ended. */
  static Entry enter(Runnable stop) {
    Entry entry = new Entry(stop);
    ENTRIES.add(entry);
    Thread watcher = Watcher.THREAD;
    if (asleep) {
      LockSupport.unpark(watcher);
    }
    return entry;
  }

  private static void watch() {
    int idle = 0;
    while (true) {
      if (idle < IDLE_PERIODS) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS));
      } else {
        asleep = true;
        if (ENTRIES.isEmpty()) {
          LockSupport.park();
        }
        asleep = false;
      }
      idle = ENTRIES.isEmpty() ? idle + 1 : 0;
      ENTRIES.forEach(Entry::look);
    }
  }
}
