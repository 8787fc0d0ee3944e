package dev.tenon.cli.help;

import java.util.LinkedHashMap;
import java.util.Map;

/** The environment variables that the command follows. */
public final class EnvironmentVariables {
  private EnvironmentVariables() {}

  /** Returns what each variable does, by its name. */
  public static Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("TENON_JAVA_OPTIONS", "Options of the JVM, such as -Xmx8g where memory is short.");
    all.put("JAVA_HOME", "The JVM to use; by default the java of PATH.");
    all.put("KERAS_HOME", "The folder of downloaded weights; by default ~/.keras.");
    all.put("TENON_OFFLINE", "A folder to take downloads from, instead of the network.");
    all.put("TENON_ZOO", "A JSON file with more models for the zoo, as --catalogue.");
    all.put("HTTPS_PROXY", "The proxy of downloads; NO_PROXY lists the hosts without one.");
    all.put("NO_COLOR", "Where it is set, no colours are used in a terminal.");
    all.put("COLUMNS", "The width of the help; by default that of the terminal.");
    return all;
  }
}
