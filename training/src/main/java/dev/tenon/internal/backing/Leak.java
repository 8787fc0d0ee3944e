package dev.tenon.internal.backing;

import org.jspecify.annotations.Nullable;

/**
 * The place where a model was opened, for a warning when nobody has closed it.
 *
 * <p>Kept where the system property {@code tenon.leaks} is {@code true}; a stack trace for each
 * model costs time.
 */
final class Leak {
  private static final boolean ASKED = Boolean.getBoolean("tenon.leaks");

  private final Throwable place;

  private Leak(Throwable place) {
    this.place = place;
  }

  /** Returns the place of now; null where no warnings are wanted. */
  static @Nullable Leak here() {
    return ASKED ? new Leak(new Throwable("the model was opened here")) : null;
  }

  /** Logs that a model became garbage with native memory. */
  void report(String name) {
    System.getLogger("dev.tenon.Model")
        .log(
            System.Logger.Level.WARNING,
            "the model '"
                + name
                + "' was never closed: its native memory is freed only when the garbage collector"
                + " finds it; open it with try (Model model = Model.load(…))",
            place);
  }
}
