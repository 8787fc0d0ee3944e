package dev.tenon.cli.option;

import dev.tenon.internal.format.FileFormat;
import dev.tenon.internal.format.FileFormats;
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
    FileFormat asked =
        target.endsWith("/") ? FileFormats.SAVED_MODEL : FileFormats.findNamed(target);
    GraphFormat named =
        asked == FileFormats.SAVED_MODEL
            ? SAVEDMODEL
            : asked == FileFormats.FROZEN_GRAPH ? PB : null;
    if (option == null) {
      return named;
    }
    if (asked != null && named != option) {
      throw new IllegalArgumentException(
          "--format "
              + option.name().toLowerCase(Locale.ROOT)
              + " writes a "
              + option.title
              + ", and '"
              + target
              + "' names "
              + asked.title()
              + ": leave --format out, or choose another name");
    }
    return option;
  }
}
