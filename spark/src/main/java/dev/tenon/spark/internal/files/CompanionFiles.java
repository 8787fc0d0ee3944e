package dev.tenon.spark.internal.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files that belong to a model file and stand beside it.
 *
 * <p>An ONNX file names its external data and the folder of its tokenizer. Other companions are
 * known by name: those of a tokenizer.
 */
final class CompanionFiles {
  private static final Set<String> TOKENIZERS = Set.of("tokenizer.json", "vocab.txt");

  private static final Set<String> CONFIGURATIONS =
      Set.of(
          "vocab.json",
          "merges.txt",
          "config.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "sentence_bert_config.json");

  private CompanionFiles() {}

  /**
   * Returns the companions by their path from the folder of the model.
   *
   * @param content the content of the model file
   * @throws IOException if the folder cannot be listed
   */
  static Map<String, Path> of(FileSystem system, Path model, List<byte[]> content)
      throws IOException {
    Map<String, Path> found = new LinkedHashMap<>();
    if (!model.getName().endsWith(".onnx")) {
      return found;
    }
    FileStatus[] beside = system.listStatus(model.getParent());
    boolean tokenized = false;
    for (FileStatus status : beside) {
      tokenized |= TOKENIZERS.contains(status.getPath().getName());
    }
    for (FileStatus status : beside) {
      String name = status.getPath().getName();
      boolean known = tokenized && (TOKENIZERS.contains(name) || CONFIGURATIONS.contains(name));
      if (name.equals(model.getName()) || !(known || isNamed(name, content))) {
        continue;
      }
      if (status.isDirectory()) {
        FolderFiles.below(system, status.getPath())
            .forEach((path, file) -> found.put(name + "/" + path, file));
      } else {
        found.put(name, status.getPath());
      }
    }
    return found;
  }

  /** Says whether a name stands in a file; a name across two chunks is not looked for. */
  private static boolean isNamed(String name, List<byte[]> content) {
    byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
    return content.stream().anyMatch(chunk -> contains(chunk, wanted));
  }

  private static boolean contains(byte[] chunk, byte[] wanted) {
    for (int start = 0; start <= chunk.length - wanted.length; start++) {
      int i = 0;
      while (i < wanted.length && chunk[start + i] == wanted[i]) {
        i++;
      }
      if (i == wanted.length) {
        return true;
      }
    }
    return false;
  }
}
