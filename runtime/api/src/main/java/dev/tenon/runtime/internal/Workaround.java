package dev.tenon.runtime.internal;

import java.util.List;
import java.util.Set;

/**
 * A change that Tenon makes because of a fault of an engine; a newer version of the engine may not
 * need it.
 *
 * @param name the name that the upgrade drill gives
 * @param version the version of the engine in which the fault was last seen
 * @param fault what happens without the change
 * @param upstream the address of the report of it among the engine's issues; empty if none is known
 */
public record Workaround(String name, String version, String fault, String upstream) {
  /** The system property by which the drill leaves some out, by their names. */
  private static final String WITHOUT = "tenon.workarounds.without";

  private static final Set<String> LEFT_OUT =
      Set.copyOf(List.of(System.getProperty(WITHOUT, "").split(",", -1)));

  /** Returns whether the change is made: always, except in the drill. */
  public boolean isMade() {
    return !LEFT_OUT.contains(name);
  }
}
