package dev.tenon.internal.assets;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.limits.LoadLimits;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a tokenizer that belongs to a model, with the configurations beside it that decide
 * how texts are cut, padded and named.
 *
 * <p>They are in memory, so that a later change of a file does not affect the model.
 */
public final class TextAssets {
  /** Any of them makes a folder one with a tokenizer. */
  private static final List<String> TOKENIZERS = List.of("tokenizer.json", "vocab.txt");

  private static final String VOCABULARY = "vocab.json";
  private static final String MERGES = "merges.txt";
  private static final String CONFIG = "config.json";
  private static final String MODULES = "modules.json";

  private static final List<String> CONFIGURATIONS =
      List.of(
          "tokenizer_config.json",
          "sentence_bert_config.json",
          "config_sentence_transformers.json",
          CONFIG,
          MODULES);

  private static final Pattern MODULE = Pattern.compile("[0-9]+_[A-Za-z]+");

  /** Folders of modules; sentence-transformers has two or three. */
  private static final int MOST_MODULES = 16;

  private final String where;
  private final Map<String, byte[]> files;
  private @Nullable TextPreprocessor preprocessor;

  private TextAssets(String where, Map<String, byte[]> files) {
    this.where = where;
    this.files = Map.copyOf(files);
  }

  /**
   * Returns the tokenizer of files; null where none of them is one. Other files are left out.
   *
   * @param where starts the sentence of an exception
   * @param files the bytes by names
   */
  public static @Nullable TextAssets of(String where, Map<String, byte[]> files) {
    Map<String, byte[]> known = new TreeMap<>(files);
    known.keySet().removeIf(name -> !isKnown(name));
    boolean pairs = files.containsKey(VOCABULARY) && files.containsKey(MERGES);
    return pairs || TOKENIZERS.stream().anyMatch(files::containsKey)
        ? new TextAssets(where, known)
        : null;
  }

  private static boolean isKnown(String name) {
    int slash = name.indexOf('/');
    return slash < 0
        ? TOKENIZERS.contains(name)
            || CONFIGURATIONS.contains(name)
            || name.equals(VOCABULARY)
            || name.equals(MERGES)
        : MODULE.matcher(name.substring(0, slash)).matches()
            && name.substring(slash + 1).equals(CONFIG);
  }

  /**
   * Returns the tokenizer of a folder; null where it has none.
   *
   * @throws IOException if a file cannot be read
   */
  public static @Nullable TextAssets read(Path folder, LoadLimits limits) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : TOKENIZERS) {
      if (files.isEmpty()) {
        put(files, folder, name, limits);
      }
    }
    if (files.isEmpty()) {
      put(files, folder, VOCABULARY, limits);
      put(files, folder, MERGES, limits);
    }
    String where = folder.toString();
    return of(where, files) == null ? null : of(where, withConfigurations(files, folder, limits));
  }

  /**
   * Returns the tokenizer of a file, which may have any name, with the configurations beside it.
   *
   * @param tokenizer in the form of {@code tokenizer.json}
   * @throws IOException if a file cannot be read
   */
  static TextAssets readFile(Path tokenizer, LoadLimits limits) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    files.put(TOKENIZERS.get(0), bytes(tokenizer, limits));
    Path folder = Objects.requireNonNull(tokenizer.toAbsolutePath().getParent());
    return new TextAssets(tokenizer.toString(), withConfigurations(files, folder, limits));
  }

  private static Map<String, byte[]> withConfigurations(
      Map<String, byte[]> tokenizer, Path folder, LoadLimits limits) throws IOException {
    Map<String, byte[]> files = new TreeMap<>(tokenizer);
    for (String name : CONFIGURATIONS) {
      put(files, folder, name, limits);
    }
    if (files.containsKey(MODULES)) {
      for (String module : modules(folder)) {
        put(files, folder, module + "/" + CONFIG, limits);
      }
    }
    return files;
  }

  private static List<String> modules(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside
          .filter(Files::isDirectory)
          .map(path -> String.valueOf(path.getFileName()))
          .filter(name -> MODULE.matcher(name).matches())
          .sorted()
          .limit(MOST_MODULES)
          .toList();
    }
  }

  private static void put(Map<String, byte[]> files, Path folder, String name, LoadLimits limits)
      throws IOException {
    Path file = folder.resolve(name);
    if (Files.isRegularFile(file)) {
      files.put(name, bytes(file, limits));
    }
  }

  private static byte[] bytes(Path file, LoadLimits limits) throws IOException {
    try (Source source = Source.of(file, limits)) {
      return bytes(source.slice(0, source.size()));
    }
  }

  static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** Writes the files into a folder, which has none of them. */
  public void write(Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path place = folder.resolve(file.getKey());
      Files.createDirectories(Objects.requireNonNull(place.getParent()));
      Files.write(place, file.getValue());
    }
  }

  /** Returns a sentence for a file that cannot hold the tokenizer; empty where there is none. */
  public static List<String> lost(@Nullable TextAssets text, String title) {
    return text == null
        ? List.of()
        : List.of(
            title
                + " cannot hold the tokenizer, so that predict(String...) fails after loading it:"
                + " save as .keras or .onnx, or copy tokenizer.json beside the file");
  }

  /** Returns where the files come from, for messages. */
  public String where() {
    return where;
  }

  /** Returns the bytes of the files by their names; {@code /} stands between folders. */
  public Map<String, byte[]> files() {
    return files;
  }

  /** Returns the same with another text of a file. */
  public TextAssets with(String name, String text) {
    Map<String, byte[]> changed = new TreeMap<>(files);
    changed.put(name, text.getBytes(StandardCharsets.UTF_8));
    return new TextAssets(where, changed);
  }

  /** Returns the name of the file that every folder with such a tokenizer has. */
  String mainFile() {
    return TOKENIZERS.stream().filter(files::containsKey).findFirst().orElse(VOCABULARY);
  }

  /** Returns the text of a file; null where it is missing. */
  public @Nullable String text(String name) {
    byte[] bytes = files.get(name);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * Returns the inputs of a network for texts.
   *
   * @param assets its tokenizer; null where it has none
   * @throws IllegalStateException if it needs a tokenizer and has none
   */
  public static Map<String, Tensor> inputs(
      @Nullable TextAssets assets, List<TensorSpec> inputs, List<String> texts) {
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("predict(String...): expected at least one text");
    }
    if (inputs.size() == 1 && inputs.get(0).dtype() == DType.STRING) {
      boolean column = inputs.get(0).shape().ranked() && inputs.get(0).shape().rank() == 2;
      Tensor strings = Tensor.ofStrings(texts.toArray(String[]::new), texts.size());
      return Map.of(inputs.get(0).name(), column ? strings.expandDims(1) : strings);
    }
    if (assets == null) {
      throw new IllegalStateException(
          "predict(String...): the model has no tokenizer; load a folder with tokenizer.json, a"
              + " .keras that was saved from one, or an .onnx beside its folder of the tokenizer;"
              + " or give the numbers of the tokens to predict(Map)");
    }
    return assets.preprocessor().inputs(inputs, texts);
  }

  /**
   * Returns what makes inputs by the tokenizer, which is made once.
   *
   * @throws UnsupportedModelException if no artifact on the class path makes one
   */
  private synchronized TextPreprocessor preprocessor() {
    TextPreprocessor made = preprocessor;
    if (made == null) {
      TextPreprocessors service =
          ServiceLoader.load(TextPreprocessors.class)
              .findFirst()
              .orElseThrow(
                  () ->
                      new UnsupportedModelException(
                          "predict(String...) needs a tokenizer in Java: add the dependency"
                              + " dev.tenon:tenon-text, or give the numbers of the tokens to"
                              + " predict(Map)"));
      try {
        made = service.open(this);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      preprocessor = made;
    }
    return made;
  }
}
