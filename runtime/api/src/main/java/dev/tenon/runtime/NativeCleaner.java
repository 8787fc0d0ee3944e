package dev.tenon.runtime;

import java.lang.ref.Cleaner;

/**
 * Frees what nobody closed: native memory, and files on disk, of an object that is garbage.
 *
 * <p>One daemon thread serves all engines. When it runs, the JVM's garbage collector decides: it
 * counts Java's memory only, so a program that opens many models still closes them.
 */
public final class NativeCleaner {
  private static final Cleaner CLEANER =
      Cleaner.create(
          action -> {
            Thread thread = new Thread(null, action, "tenon-cleaner");
            thread.setDaemon(true);
            return thread;
          });

  private NativeCleaner() {}

  /**
   * Registers what to do once an object is garbage.
   *
   * <p>Methods of the owner that use what is freed end with {@link
   * java.lang.ref.Reference#reachabilityFence}: else the owner may be garbage while they run.
   *
   * @param owner must not be reachable from the action
   * @param action frees; called at most once, by the cleaning thread or by {@link
   *     Cleaner.Cleanable#clean}
   * @return what the owner's {@code close} calls to free at once
   */
  public static Cleaner.Cleanable register(Object owner, Runnable action) {
    return CLEANER.register(owner, action);
  }
}
