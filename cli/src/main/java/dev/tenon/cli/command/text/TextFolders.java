package dev.tenon.cli.command.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recognizes folders of Hugging Face with a tokenizer: their networks take texts. */
public final class TextFolders {
  private static final List<String> TOKENIZERS =
      List.of("tokenizer.json", "vocab.txt", "vocab.json");

  private TextFolders() {}

  /** Returns whether a name is that of such a folder. */
  public static boolean matches(String name) {
    Path folder = Path.of(name);
    return Files.isRegularFile(folder.resolve("config.json"))
        && TOKENIZERS.stream().anyMatch(file -> Files.isRegularFile(folder.resolve(file)));
  }

  /**
   * Refuses an option that is for images.
   *
   * @param option such as {@code --preprocess}
   * @param given its value; null where it is not given
   * @throws IllegalArgumentException if it is given
   */
  public static void refuse(String name, String option, @Nullable Object given) {
    if (given != null) {
      throw new IllegalArgumentException(
          option + " is for images, and the network of '" + name + "' takes texts: leave it out");
    }
  }
}
