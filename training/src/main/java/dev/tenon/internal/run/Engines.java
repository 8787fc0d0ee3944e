package dev.tenon.internal.run;

import java.util.List;

/** The names of the engines, and which one a model runs on by itself. */
public final class Engines {
  public static final String TENSORFLOW = "tensorflow";
  public static final String ONNXRUNTIME = "onnxruntime";
  private static final List<String> NAMES = List.of(TENSORFLOW, ONNXRUNTIME);

  private Engines() {}

  public static String preferred() {
    return System.getProperty("tenon.engine", TENSORFLOW);
  }

  public static String check(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException("no engine '" + name + "'; the engines are " + NAMES);
    }
    return name;
  }
}
