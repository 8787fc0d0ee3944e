package dev.tenon.cli;

import org.jspecify.annotations.Nullable;

/** TensorFlow's own formats, which a command may ask for by option or by the target's name. */
enum GraphFormat {
  SAVEDMODEL("TensorFlow SavedModel"),
  PB("frozen TensorFlow graph");

  private final String title;

  GraphFormat(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Returns what an option or else a name asks for, null where neither asks for one of these. */
  static @Nullable GraphFormat of(@Nullable GraphFormat option, String target) {
    if (option != null) {
      return option;
    }
    if (target.endsWith("/") || target.endsWith(".savedmodel")) {
      return SAVEDMODEL;
    }
    return target.endsWith(".pb") ? PB : null;
  }
}
