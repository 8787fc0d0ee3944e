package dev.tenon;

import dev.tenon.internal.saving.WeightObject;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Inspects and edits the weights of a Keras file, to adapt them to a changed architecture.
 *
 * <pre>{@code
 * KerasFileEditor editor = KerasFileEditor.open(Path.of("model.weights.h5"));
 * System.out.println(editor.summary());
 * editor.deleteObject("layers/dense_2");
 * editor.addObject("layers/einsum_dense", Map.of("0", kernel, "1", bias));
 * editor.resaveWeights(Path.of("edited.weights.h5"));
 * }</pre>
 *
 * <p>An object is a layer, an optimizer or a group of them. It is named by its path, such as {@code
 * layers/dense_2}, or by the last part of the path where that occurs once. Unlike in Keras, an
 * object may have weights and objects inside, and keeps the layer's name that the file notes.
 *
 * @see <a href="https://keras.io/api/models/model_saving_apis/keras_file_editor/">Keras:
 *     KerasFileEditor</a>
 */
public final class KerasFileEditor {
  private static final String SUFFIX = ".weights.h5";

  private final Path path;
  private final WeightObject root;

  private KerasFileEditor(Path path, WeightObject root) {
    this.path = path;
    this.root = root;
  }

  /**
   * Opens a file.
   *
   * @param path a {@code .keras} or {@code .weights.h5} file of Keras 3; it is never changed
   * @throws IllegalArgumentException for another suffix
   * @throws dev.tenon.error.MalformedModelException where the file is damaged, or has no weights in
   *     the layout of Keras 3
   */
  public static KerasFileEditor open(Path path) throws IOException {
    RequiredArguments.check(path, "path");
    if (!path.toString().endsWith(".keras") && !path.toString().endsWith(SUFFIX)) {
      throw new IllegalArgumentException(
          "KerasFileEditor: expected a .keras or " + SUFFIX + " file, received '" + path + "'");
    }
    return new KerasFileEditor(path, WeightObject.read(path));
  }

  /** Returns the tree of objects with the shapes and types of their weights, as Keras prints it. */
  public String summary() {
    return root.summary();
  }

  /**
   * Compares the weights with those of a model.
   *
   * @param model what the weights are meant for; its optimizer counts where it has variables
   * @return what is missing on either side or has another shape
   */
  public Comparison compare(Model model) throws IOException {
    RequiredArguments.check(model, "model");
    Path folder = Files.createTempDirectory("tenon");
    Path file = folder.resolve("reference" + SUFFIX);
    try {
      model.save(file);
      Matches matches = new Matches();
      matches.compare(root, WeightObject.read(file), "");
      return new Comparison(matches.count, matches.errors);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  /**
   * What a file and a model have in common.
   *
   * @param matchCount how many weights have the same path and shape
   * @param errors a sentence for each mismatch; an object that is missing counts once
   */
  public record Comparison(int matchCount, List<String> errors) {
    public Comparison {
      errors = List.copyOf(errors);
    }

    /** Returns Keras' word: {@code success} or {@code error}. */
    public String status() {
      return errors.isEmpty() ? "success" : "error";
    }

    /** Returns the number of mismatches. */
    public int errorCount() {
      return errors.size();
    }
  }

  /** Walks through two trees at once. */
  private static final class Matches {
    private final List<String> errors = new ArrayList<>();
    private int count;

    void compare(WeightObject file, WeightObject model, String path) {
      model.weights().forEach((name, wanted) -> weight(file, name, wanted, path));
      for (Map.Entry<String, WeightObject> inner : model.objects().entrySet()) {
        String at = path + "/" + inner.getKey();
        WeightObject found = file.objects().get(inner.getKey());
        if (found == null) {
          errors.add(missing(at, "model", "file", inner.getValue()));
        } else {
          compare(found, inner.getValue(), at);
        }
      }
      more(file.objects(), model.objects())
          .forEach((name, inner) -> errors.add(missing(path + "/" + name, "file", "model", inner)));
      more(file.weights(), model.weights())
          .keySet()
          .forEach(
              name ->
                  errors.add("weight " + path + "/" + name + " is in the file, not in the model"));
    }

    /** Returns the entries of a map that another one lacks, in alphabetical order. */
    private static <V> Map<String, V> more(Map<String, V> map, Map<String, V> other) {
      Map<String, V> more = new TreeMap<>(map);
      more.keySet().removeAll(other.keySet());
      return more;
    }

    private void weight(WeightObject file, String name, Tensor wanted, String path) {
      Tensor found = file.weights().get(name);
      String at = "weight " + path + "/" + name;
      if (found == null) {
        errors.add(at + " is in the model, not in the file");
      } else if (!Arrays.equals(found.shape(), wanted.shape())) {
        errors.add(
            at
                + " has shape "
                + wanted.shapeString()
                + " in the model and "
                + found.shapeString()
                + " in the file");
      } else {
        count++;
      }
    }

    private static String missing(String at, String holder, String other, WeightObject object) {
      List<String> keys = new ArrayList<>(object.weights().keySet());
      keys.addAll(object.objects().keySet());
      return "object " + at + " is in the " + holder + ", not in the " + other + "; it has " + keys;
    }
  }

  /**
   * Renames an object.
   *
   * @param objectName its path or name
   * @param newName the last part of its new path
   * @throws IllegalArgumentException where it is not found, the new name is a path, or another
   *     object has it
   */
  public void renameObject(String objectName, String newName) {
    RequiredArguments.check(objectName, "objectName", newName, "newName");
    root.rename(objectName, newName);
  }

  /**
   * Removes an object with all that it holds.
   *
   * @param objectName its path or name
   * @throws IllegalArgumentException where it is not found
   */
  public void deleteObject(String objectName) {
    RequiredArguments.check(objectName, "objectName");
    root.delete(objectName);
  }

  /**
   * Adds an object, or replaces the one at its path.
   *
   * @param objectPath its path; all but the last part must be there
   * @param weights its weights by name, usually {@code "0"}, {@code "1"} and so on
   * @throws IllegalArgumentException where the path before the last part is not found
   */
  public void addObject(String objectPath, Map<String, Tensor> weights) {
    RequiredArguments.check(objectPath, "objectPath", weights, "weights");
    root.add(objectPath, weights);
  }

  /**
   * Adds weights to an object, or replaces those of the same names.
   *
   * @param objectName its path or name
   * @param weights the weights by name
   * @throws IllegalArgumentException where the object is not found
   */
  public void addWeights(String objectName, Map<String, Tensor> weights) {
    RequiredArguments.check(objectName, "objectName", weights, "weights");
    root.find(objectName).weights().putAll(weights);
  }

  /**
   * Removes a weight of an object.
   *
   * @param objectName the object's path or name
   * @param weightName the weight's name, such as {@code "0"}
   * @throws IllegalArgumentException where either is not found
   */
  public void deleteWeight(String objectName, String weightName) {
    RequiredArguments.check(objectName, "objectName", weightName, "weightName");
    WeightObject object = root.find(objectName);
    if (object.weights().remove(weightName) == null) {
      throw new IllegalArgumentException(
          "KerasFileEditor: the object '"
              + objectName
              + "' has no weight '"
              + weightName
              + "'; its weights are "
              + object.weights().keySet());
    }
  }

  /**
   * Writes the weights, without the model's configuration.
   *
   * @param target a {@code .weights.h5} file
   * @throws IllegalArgumentException for another suffix
   */
  public void save(Path target) throws IOException {
    RequiredArguments.check(target, "target");
    if (!target.toString().endsWith(SUFFIX)) {
      throw new IllegalArgumentException(
          "KerasFileEditor: expected a " + SUFFIX + " file to write, received '" + target + "'");
    }
    root.write(target);
  }

  /** Writes the weights: Keras' other name of {@link #save}. */
  public void resaveWeights(Path target) throws IOException {
    save(target);
  }

  @Override
  public String toString() {
    return "Keras model file '" + path + "'";
  }
}
