package dev.tenon.runtime;

import dev.tenon.internal.thread.DaemonThreads;
import java.lang.ref.Cleaner;

/**
 * Frees native memory and temporary files of objects that were not closed and are unreachable.
 *
 * <p>One daemon thread serves all engines. The garbage collector decides when it runs and counts
 * Java's memory only, so a program with many models must still close them.
 */
public final class NativeCleaner {
  private static final Cleaner CLEANER = Cleaner.create(DaemonThreads.named("tenon-cleaner"));

  private NativeCleaner() {}

  /**
   * Registers an action for the time after an object becomes unreachable.
   *
   * <p>Methods of the owner that use the freed resource end with {@link
   * java.lang.ref.Reference#reachabilityFence}; otherwise the owner may become unreachable while
   * they run.
   *
   * @param owner must not be reachable from the action
   * @param action frees the resource; called at most once, by the cleaner thread or by {@link
   *     Cleaner.Cleanable#clean}
   * @return the handle for the owner's {@code close}, which frees at once
   */
  public static Cleaner.Cleanable register(Object owner, Runnable action) {
    return CLEANER.register(owner, action);
  }
}
