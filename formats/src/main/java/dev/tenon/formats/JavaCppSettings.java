package dev.tenon.formats;

import org.bytedeco.javacpp.tools.Logger;

/** Settings of JavaCPP, the bridge to HDF5 and TensorFlow; settings of users have priority. */
public final class JavaCppSettings {
  private JavaCppSettings() {}

  /** Sets them, which counts before the first use of JavaCPP only. */
  public static void apply() {
    // Else every small native object asks the system how large the process is, and a model
    // that is larger than the Java heap makes for needless garbage collections.
    set("maxPhysicalBytes", "0");
    if (readsSlf4j(Logger.class.getModule())) {
      // Else it prints to the console, such as that HDF5 was made with an older JavaCPP: that
      // works.
      set("logger", "slf4j");
    }
  }

  /** Tells whether JavaCPP can log by SLF4J; as a named module it needs {@code --add-reads}. */
  private static boolean readsSlf4j(Module javacpp) {
    return !javacpp.isNamed()
        || ModuleLayer.boot().findModule("org.slf4j").filter(javacpp::canRead).isPresent();
  }

  private static void set(String name, String value) {
    String property = "org.bytedeco.javacpp." + name;
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
