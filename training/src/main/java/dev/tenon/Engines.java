package dev.tenon;

import java.util.List;

/** The names of the engines, and which one a model runs on by itself. */
final class Engines {
  static final String TENSORFLOW = "tensorflow";
  static final String ONNXRUNTIME = "onnxruntime";
  private static final List<String> NAMES = List.of(TENSORFLOW, ONNXRUNTIME);

  private Engines() {}

  static String preferred() {
    return System.getProperty("tenon.engine", TENSORFLOW);
  }

  static String check(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException("no engine '" + name + "'; the engines are " + NAMES);
    }
    return name;
  }
}
