package dev.tenon.keras.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.keras.KerasDialect;
import dev.tenon.layers.base.LegacyOption;
import java.util.EnumSet;
import java.util.Set;

/** The configuration of a layer on its way to Keras 3, which families rewrite in place. */
public final class OlderLayer {
  private final String fileClass;
  private final KerasDialect dialect;
  private final ObjectNode config;
  private final Set<LegacyOption> legacy = EnumSet.noneOf(LegacyOption.class);
  private String className;

  /**
   * Begins with what a file has.
   *
   * @param fileClass the class name in the file, without a package
   * @param className the class name in Keras 3, as far as it does not depend on the dialect
   * @param config the configuration, which is changed
   */
  public OlderLayer(String fileClass, String className, KerasDialect dialect, ObjectNode config) {
    this.fileClass = fileClass;
    this.className = className;
    this.dialect = dialect;
    this.config = config;
  }

  /** Returns the class name under the name of Keras 3. */
  public String className() {
    return className;
  }

  /** Returns how the layer behaves otherwise than in Keras 3. */
  public Set<LegacyOption> legacy() {
    return legacy;
  }

  String fileClass() {
    return fileClass;
  }

  /** Returns which generation of Keras wrote the file. */
  public KerasDialect dialect() {
    return dialect;
  }

  /** Returns the configuration as far as it is rewritten. */
  public ObjectNode config() {
    return config;
  }

  /** Makes this a layer of another class. */
  void become(String other) {
    className = other;
  }

  /** Gives a key another name, unless the configuration has that already. */
  void rename(String old, String now) {
    Renames.rename(config, old, now);
  }

  /** Notes that the layer behaves as an older Keras. */
  void behaves(LegacyOption option) {
    legacy.add(option);
  }
}
