package dev.tenon.zoo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.WholeFile;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The names of a classifier's classes, in the order of its scores.
 *
 * @see <a href="https://keras.io/api/applications/">Keras: decode_predictions</a>
 */
public final class Labels {
  private static final String IMAGENET = "imagenet_class_index.json";

  private record Label(String id, String name) {}

  private final List<Label> labels;

  private Labels(List<Label> labels) {
    this.labels = List.copyOf(labels);
  }

  private static final class Imagenet {
    static final Labels LABELS = read();

    private static Labels read() {
      try (InputStream stream = Labels.class.getResourceAsStream(IMAGENET)) {
        if (stream == null) {
          throw new IllegalStateException("resource " + IMAGENET + " is missing");
        }
        return index(new ObjectMapper().readTree(stream), IMAGENET);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Returns the 1000 classes of ImageNet with Keras' names. */
  public static Labels imagenet() {
    return Imagenet.LABELS;
  }

  /**
   * Returns labels of given names, without WordNet ids.
   *
   * @param names the names in the order of the scores
   */
  public static Labels of(List<String> names) {
    return new Labels(names.stream().map(name -> new Label("", name)).toList());
  }

  /**
   * Reads labels from a file.
   *
   * @param file a JSON list of names, Keras' index ({@code {"0": ["n0144", "tench"], …}}), or a
   *     text with a name on each line
   * @throws IOException if the file cannot be read
   * @throws MalformedModelException if the content has another form
   */
  public static Labels read(Path file) throws IOException {
    String text = WholeFile.text(file);
    String start = text.stripLeading();
    if (!start.startsWith("[") && !start.startsWith("{")) {
      return of(text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
    }
    try {
      return of(new ObjectMapper().readTree(text), file.toString());
    } catch (JsonProcessingException e) {
      throw new MalformedModelException(
          file.toString(), "is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Returns the labels of a JSON list of names or Keras' index.
   *
   * @param json the JSON
   * @param where the source, for messages
   * @throws MalformedModelException if the JSON has another form
   */
  public static Labels of(JsonNode json, String where) {
    if (json.isObject()) {
      return index(json, where);
    }
    List<String> names = new ArrayList<>();
    for (JsonNode entry : json) {
      if (!entry.isTextual()) {
        throw new MalformedModelException(where, "a label must be a text, received " + entry);
      }
      names.add(entry.textValue());
    }
    return of(names);
  }

  private static Labels index(JsonNode json, String where) {
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < json.size(); i++) {
      JsonNode entry = json.path(String.valueOf(i));
      if (entry.size() != 2) {
        throw new MalformedModelException(
            where,
            "class "
                + i
                + " must be a list of its number and its name, it is "
                + (entry.isMissingNode() ? "missing" : entry));
      }
      labels.add(new Label(entry.get(0).asText(), entry.get(1).asText()));
    }
    return new Labels(labels);
  }

  /** Returns the number of classes. */
  public int size() {
    return labels.size();
  }

  /** Returns the names of all classes, in order. */
  public List<String> names() {
    return labels.stream().map(Label::name).toList();
  }

  /**
   * Returns the name of a class.
   *
   * @param index the class index, from 0
   */
  public String name(int index) {
    return labels.get(index).name;
  }

  /**
   * Returns the classes with the highest scores.
   *
   * @param scores (samples, classes)
   * @param top the largest number of classes of each sample, at least 1
   * @return for each sample its classes by descending score
   * @throws IllegalArgumentException if the number of classes differs or {@code top} is less than 1
   */
  public List<List<Prediction>> decode(Tensor scores, int top) {
    if (top < 1) {
      throw new IllegalArgumentException("top must be at least 1, received " + top);
    }
    if (scores.rank() != 2 || scores.dim(1) != labels.size()) {
      throw new IllegalArgumentException(
          "there are "
              + labels.size()
              + " labels: expected scores of (samples, "
              + labels.size()
              + "), received "
              + scores.shapeString());
    }
    List<List<Prediction>> decoded = new ArrayList<>();
    for (int sample = 0; sample < scores.dim(0); sample++) {
      float[] row = scores.get(sample).toFloatArray();
      decoded.add(
          IntStream.range(0, row.length)
              .boxed()
              .sorted(Comparator.comparing((Integer i) -> row[i]).reversed())
              .limit(top)
              .map(i -> new Prediction(i, labels.get(i).id, labels.get(i).name, row[i]))
              .toList());
    }
    return decoded;
  }
}
