package dev.tenon.spark.internal.training;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkExecutorInfo;
import org.jspecify.annotations.Nullable;

/** The places of a cluster where tasks can run at the same time. */
public final class Slots {
  /** How long a cluster may take to replace an executor. */
  public static final Duration REPLACEMENT = Duration.ofMinutes(2);

  private static final Duration START = Duration.ofSeconds(10);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private Slots() {}

  /**
   * Returns the number of tasks of a training, all of which must run at the same time.
   *
   * @param wanted the number; null for all free slots
   * @throws IllegalArgumentException if fewer slots are free
   */
  public static int require(SparkContext context, @Nullable Integer wanted) {
    int free = free(context);
    if (free < 1 || (wanted != null && wanted > free)) {
      // Executors may be starting.
      await(context, wanted == null ? 1 : wanted, START);
      free = free(context);
    }
    if (free < 1 || (wanted != null && wanted > free)) {
      throw new IllegalArgumentException(
          "numTasks is "
              + (wanted == null ? "unset" : wanted)
              + ", and "
              + free
              + " of "
              + all(context)
              + " slots of the cluster are free: all tasks must run at the same time; set numTasks"
              + " to no more, or start more executors");
    }
    return wanted == null ? free : wanted;
  }

  /** Waits until so many slots are free, for a time at most. */
  public static void await(SparkContext context, int tasks, Duration patience) {
    boolean never = tasks > all(context) && isFixed(context);
    long end = System.nanoTime() + (never ? 0 : patience.toNanos());
    while (free(context) < tasks && System.nanoTime() < end) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static boolean isFixed(SparkContext context) {
    return context.master().startsWith("local[") || context.master().equals("local");
  }

  private static int all(SparkContext context) {
    return context.maxNumConcurrentTasks(context.resourceProfileManager().defaultResourceProfile());
  }

  private static int free(SparkContext context) {
    int running = 0;
    for (SparkExecutorInfo executor : context.statusTracker().getExecutorInfos()) {
      running += executor.numRunningTasks();
    }
    return all(context) - running;
  }
}
