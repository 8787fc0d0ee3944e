package dev.tenon.cli.option;

import dev.tenon.internal.format.FileFormat;
import dev.tenon.internal.format.FileFormats;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** TensorFlow's own formats, which a command may ask for by option or by the target's name. */
public enum GraphFormat {
  SAVEDMODEL,
  PB;

  private FileFormat format() {
    return this == SAVEDMODEL ? FileFormats.SAVED_MODEL : FileFormats.FROZEN_GRAPH;
  }

  public String title() {
    return format().title();
  }

  /**
   * Returns what an option or else a name asks for, null where neither asks for one of these.
   *
   * @throws IllegalArgumentException where the name is one of another format than the option's
   */
  public static @Nullable GraphFormat of(@Nullable GraphFormat option, String target) {
    FileFormat asked =
        target.endsWith("/") ? FileFormats.SAVED_MODEL : FileFormats.findNamed(target);
    if (option == null) {
      return Stream.of(values()).filter(each -> each.format() == asked).findFirst().orElse(null);
    }
    if (asked != null && asked != option.format()) {
      throw new IllegalArgumentException(
          "--to "
              + option.name().toLowerCase(Locale.ROOT)
              + " writes "
              + option.format().titleWithArticle()
              + ", and '"
              + target
              + "' names "
              + asked.titleWithArticle()
              + "; leave --to out, or choose another name");
    }
    return option;
  }
}
