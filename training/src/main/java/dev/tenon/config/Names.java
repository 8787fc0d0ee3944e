package dev.tenon.config;

import java.util.Collection;

/** Says which of the known names a misspelled one may stand for. */
public final class Names {
  private Names() {}

  /** Returns the message of {@link dev.tenon.error.Names#unknown}. */
  public static String unknown(String kind, String name, Collection<String> known) {
    return dev.tenon.error.Names.unknown(kind, name, known);
  }
}
