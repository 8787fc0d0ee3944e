package dev.tenon.runtime.internal;

import java.util.List;
import java.util.Set;

/**
 * A workaround for a fault of an engine, which a newer version may make unnecessary.
 *
 * @param name the name in the upgrade test
 * @param version the engine's version in which the fault was last seen
 * @param fault the behaviour without the workaround
 * @param upstream the address of the engine's issue; empty if none is known
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
