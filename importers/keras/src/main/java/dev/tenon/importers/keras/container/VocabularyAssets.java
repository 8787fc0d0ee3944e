package dev.tenon.importers.keras.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.zip.ZipArchive;
import dev.tenon.importers.keras.weights.PathWeights;
import dev.tenon.keras.config.Json;
import dev.tenon.keras.family.KerasFamilies;
import dev.tenon.keras.weights.WeightPaths;
import dev.tenon.layers.preprocessing.IntegerLookup;
import dev.tenon.limits.LoadLimits;
import dev.tenon.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the vocabularies that layers of a {@code .keras} file adapted to into its configuration.
 *
 * <p>Keras keeps them in {@code assets/}, under the path of the layer's weights, one token a line,
 * and what tokens weigh among the weights. A layer that got its vocabulary as an argument has it in
 * the configuration already.
 */
final class VocabularyAssets {
  /** Above any vocabulary of a language by far. */
  private static final int LARGEST = 64 << 20;

  private static final int DEEPEST = LoadLimits.MOST_NESTING;

  private final Source source;
  private final ZipArchive archive;
  private final PathWeights weights;
  private final String base;

  VocabularyAssets(Source source, ZipArchive archive, PathWeights weights) {
    this.source = source;
    this.archive = archive;
    this.weights = weights;
    boolean twice =
        archive.names().stream()
            .anyMatch(name -> name.startsWith("assets/" + WeightPaths.OLD_LAYERS));
    this.base = twice ? WeightPaths.OLD_LAYERS : WeightPaths.LAYERS;
  }

  /** Completes a model's configuration. */
  void complete(ObjectNode model) {
    if (archive.names().stream().anyMatch(name -> name.startsWith("assets/"))) {
      layers("", model, 0);
    }
  }

  private void layers(String path, JsonNode model, int depth) {
    JsonNode entries = model.path("config").path("layers");
    WeightPaths paths = new WeightPaths(path, base);
    for (JsonNode entry : depth < DEEPEST ? entries : Json.emptyObject()) {
      String registered = entry.path("class_name").asText();
      String className = registered.substring(registered.lastIndexOf('>') + 1);
      String at = paths.next(className);
      if (KerasFamilies.isLookup(className) && entry.get("config") instanceof ObjectNode config) {
        lookup(at, className, config);
      }
      layers(at, entry, depth + 1);
    }
  }

  private void lookup(String path, String className, ObjectNode config) {
    String name = "assets/" + path + "/vocabulary.txt";
    JsonNode given = config.path("vocabulary");
    if (given.isTextual() || given.size() > 0 || !archive.has(name)) {
      return;
    }
    String where = source.name() + "!" + name;
    List<String> lines = lines(where, name, config.path("vocabulary_size"));
    ArrayNode vocabulary = config.putArray("vocabulary");
    for (String line : lines) {
      if (className.equals(IntegerLookup.DEFAULTS.className())) {
        vocabulary.add(number(where, line));
      } else {
        vocabulary.add(line);
      }
    }
    Tensor idf =
        config.path("output_mode").asText().equals("tf_idf")
            ? weights.dataset(WeightPaths.variable(path, WeightPaths.IDF_WEIGHTS))
            : null;
    if (idf != null) {
      if (idf.size() < lines.size()) {
        throw new MalformedModelException(
            where,
            "has "
                + lines.size()
                + " tokens, the file stores "
                + idf.size()
                + " numbers of what they weigh");
      }
      ArrayNode numbers = config.putArray(WeightPaths.IDF_WEIGHTS);
      // What is beyond the tokens are zeros, up to max_tokens.
      for (int i = 0; i < lines.size(); i++) {
        numbers.add(idf.getDouble(i));
      }
    }
  }

  private List<String> lines(String where, String name, JsonNode size) {
    List<String> lines = new ArrayList<>(List.of(text(where, name).split("\r?\n", -1)));
    boolean exact = size.isIntegralNumber() && size.longValue() == lines.size();
    // An empty last token and a line end after the last one look the same.
    while (!exact && !lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    if (size.isIntegralNumber() && size.longValue() != lines.size()) {
      throw new MalformedModelException(
          where,
          "has "
              + lines.size()
              + " tokens, the configuration's 'vocabulary_size' is "
              + size.longValue()
              + ": a token with a line end inside it, or the file is damaged");
    }
    return lines;
  }

  private String text(String where, String name) {
    @Nullable ByteBuffer bytes = archive.entry(name);
    if (bytes == null) {
      throw new IllegalStateException(where + " was there before");
    }
    if (bytes.remaining() > LARGEST) {
      throw new UnsupportedModelException(
          where, "is a vocabulary of " + bytes.remaining() + " bytes; Tenon reads " + LARGEST);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedModelException(
          where,
          "is not UTF-8 text; Python on Windows writes another alphabet unless it runs with"
              + " PYTHONUTF8=1",
          e);
    }
  }

  private static long number(String where, String line) {
    try {
      return Long.parseLong(line);
    } catch (NumberFormatException e) {
      throw new MalformedModelException(
          where, "expected one integer a line but received '" + line + "'", e);
    }
  }
}
