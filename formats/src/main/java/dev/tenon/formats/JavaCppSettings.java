package dev.tenon.formats;

/** Settings of JavaCPP, the bridge to HDF5 and TensorFlow; settings of users have priority. */
public final class JavaCppSettings {
  private JavaCppSettings() {}

  /** Sets them, which counts before the first use of JavaCPP only. */
  public static void apply() {
    // Else every small native object asks the system how large the process is, and a model
    // that is larger than the Java heap makes for needless garbage collections.
    set("maxPhysicalBytes", "0");
    // Else it prints to the console, such as that HDF5 was made with an older JavaCPP: that works.
    set("logger", "slf4j");
  }

  private static void set(String name, String value) {
    String property = "org.bytedeco.javacpp." + name;
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
