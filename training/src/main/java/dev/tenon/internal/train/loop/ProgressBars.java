package dev.tenon.internal.train.loop;

import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.ProgbarLogger;
import java.util.ArrayList;
import java.util.List;

/** Adds Keras' progress bar to the callbacks that a user gives. */
public final class ProgressBars {
  private ProgressBars() {}

  /**
   * Returns the callbacks, with a progress bar at the end where one is asked for and none is among
   * them; the list may be changed.
   */
  public static List<Callback> added(List<Callback> given, int verbose) {
    List<Callback> callbacks = new ArrayList<>(given);
    if (verbose != 0 && callbacks.stream().noneMatch(ProgbarLogger.class::isInstance)) {
      callbacks.add(new ProgbarLogger());
    }
    return callbacks;
  }
}
