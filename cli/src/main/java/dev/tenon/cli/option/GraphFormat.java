package dev.tenon.cli.option;

import dev.tenon.Model;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** TensorFlow's own formats, which a command may ask for by option or by the target's name. */
public enum GraphFormat {
  SAVEDMODEL("TensorFlow SavedModel"),
  PB("frozen TensorFlow graph");

  private final String title;

  GraphFormat(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  /**
   * Returns what an option or else a name asks for, null where neither asks for one of these.
   *
   * @throws IllegalArgumentException where the name is one of another format than the option's
   */
  public static @Nullable GraphFormat of(@Nullable GraphFormat option, String target) {
    GraphFormat named =
        target.endsWith("/") || target.endsWith(".savedmodel")
            ? SAVEDMODEL
            : target.endsWith(".pb") ? PB : null;
    if (option == null) {
      return named;
    }
    String other = named == null ? other(target) : named == option ? null : "a " + named.title;
    if (other != null) {
      throw new IllegalArgumentException(
          "--format "
              + option.name().toLowerCase(Locale.ROOT)
              + " writes a "
              + option.title
              + ", and '"
              + target
              + "' names "
              + other
              + ": leave --format out, or choose another name");
    }
    return option;
  }

  /** Returns what else a name asks for by its suffix. */
  private static @Nullable String other(String target) {
    if (target.endsWith(".onnx")) {
      return "an ONNX file";
    }
    return Model.kerasFormat(Path.of(target)) == null ? null : "a Keras file";
  }
}
