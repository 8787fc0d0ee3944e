package dev.tenon.internal.saving;

import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.hdf5.Hdf5File;
import dev.tenon.formats.hdf5.Hdf5Group;
import dev.tenon.formats.hdf5.Hdf5Writer;
import dev.tenon.formats.zip.ZipArchive;
import dev.tenon.internal.console.PythonShape;
import dev.tenon.ir.shape.Shape;
import dev.tenon.keras.weights.WeightPaths;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An object of a file of weights, such as a layer: its weights and the objects inside it. */
public final class WeightObject {
  private static final String ARCHIVED = "model.weights.h5";
  private static final String NAME = "name";
  private static final String WHERE = "KerasFileEditor: ";

  private final Map<String, Tensor> weights = new LinkedHashMap<>();
  private final Map<String, WeightObject> objects = new LinkedHashMap<>();
  private @Nullable String layerName;

  private WeightObject() {}

  /**
   * Reads a {@code .keras} or {@code .weights.h5} file.
   *
   * @throws MalformedModelException where it has no weights in the layout of Keras 3
   */
  public static WeightObject read(Path file) throws IOException {
    try (Source source = Source.of(file)) {
      if (!file.toString().endsWith(".keras")) {
        return read(source);
      }
      ByteBuffer archived = ZipArchive.open(source).entry(ARCHIVED);
      if (archived == null) {
        throw new MalformedModelException(source.name(), "has no '" + ARCHIVED + "'");
      }
      try (Source inner = Source.of(source.name() + "!" + ARCHIVED, archived)) {
        return read(inner);
      }
    }
  }

  private static WeightObject read(Source source) {
    Hdf5Group group = Hdf5File.open(source).root();
    if (group.hasAttribute("layer_names")) {
      throw new MalformedModelException(
          source.name(),
          "has weights in the layout of Keras 2; load it with the model and save .weights.h5");
    }
    WeightObject root = new WeightObject();
    root.fill(group);
    return root;
  }

  private void fill(Hdf5Group group) {
    for (String name : group.children()) {
      if (group.isDataset(name)) {
        weights.put(name, Objects.requireNonNull(group.dataset(name)));
        continue;
      }
      Hdf5Group inner = Objects.requireNonNull(group.group(name));
      if (name.equals(WeightPaths.VARIABLES)) {
        layerName = inner.hasAttribute(NAME) ? inner.stringAttribute(NAME) : null;
        for (String weight : inner.children()) {
          weights.put(weight, Objects.requireNonNull(inner.dataset(weight)));
        }
        continue;
      }
      WeightObject object = new WeightObject();
      object.fill(inner);
      if (!object.isEmpty()) {
        objects.put(name, object);
      }
    }
  }

  private boolean isEmpty() {
    return weights.isEmpty() && objects.isEmpty();
  }

  /** Returns the weights by name; changes go into the object. */
  public Map<String, Tensor> weights() {
    return weights;
  }

  /** Returns the objects inside. */
  public Map<String, WeightObject> objects() {
    return objects;
  }

  /** An object and what holds it. */
  private record Place(WeightObject holder, String name) {
    WeightObject object() {
      return Objects.requireNonNull(holder.objects.get(name));
    }
  }

  /**
   * Returns the object of a path or a name.
   *
   * @throws IllegalArgumentException where it is not found, or the name occurs more than once
   */
  public WeightObject find(String name) {
    return place(name).object();
  }

  private Place place(String name) {
    int slash = name.lastIndexOf('/');
    if (slash >= 0) {
      WeightObject holder = walk(name.substring(0, slash));
      String last = name.substring(slash + 1);
      if (holder == null || !holder.objects.containsKey(last)) {
        throw unknown(name);
      }
      return new Place(holder, last);
    }
    List<Place> found = new ArrayList<>();
    collect(name, found);
    if (found.isEmpty()) {
      throw unknown(name);
    }
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          WHERE + "'" + name + "' occurs " + found.size() + " times; expected a path");
    }
    return found.get(0);
  }

  private IllegalArgumentException unknown(String name) {
    List<String> paths = new ArrayList<>();
    list("", paths);
    return new IllegalArgumentException(
        WHERE + "the file has no object '" + name + "'; its objects are " + paths);
  }

  private void list(String path, List<String> paths) {
    objects.forEach(
        (name, object) -> {
          paths.add(WeightPaths.join(path, name));
          object.list(WeightPaths.join(path, name), paths);
        });
  }

  private @Nullable WeightObject walk(String path) {
    WeightObject object = this;
    for (String part : path.split("/", -1)) {
      object = object.objects.get(part);
      if (object == null) {
        return null;
      }
    }
    return object;
  }

  private void collect(String name, List<Place> found) {
    if (objects.containsKey(name)) {
      found.add(new Place(this, name));
    }
    objects.values().forEach(object -> object.collect(name, found));
  }

  /**
   * Gives an object another name.
   *
   * @throws IllegalArgumentException where it is not found, or the new name is a path or taken
   */
  public void rename(String name, String other) {
    if (other.contains("/")) {
      throw new IllegalArgumentException(
          WHERE + "newName must be a name without a path, received '" + other + "'");
    }
    Place place = place(name);
    if (place.holder.objects.containsKey(other) && !other.equals(place.name)) {
      throw new IllegalArgumentException(
          WHERE + "there is an object '" + other + "' beside '" + name + "'; delete it first");
    }
    WeightObject object = Objects.requireNonNull(place.holder.objects.remove(place.name));
    place.holder.objects.put(other, object);
  }

  /** Removes an object. */
  public void delete(String name) {
    Place place = place(name);
    place.holder.objects.remove(place.name);
  }

  /** Adds an object with weights, in place of one that is there. */
  public void add(String path, Map<String, Tensor> added) {
    int slash = path.lastIndexOf('/');
    WeightObject holder = slash < 0 ? this : walk(path.substring(0, slash));
    if (holder == null) {
      throw unknown(path.substring(0, slash));
    }
    WeightObject object = new WeightObject();
    object.weights.putAll(added);
    holder.objects.put(path.substring(slash + 1), object);
  }

  /** Writes a {@code .weights.h5} file. */
  public void write(Path target) throws IOException {
    try (Hdf5Writer out = Hdf5Writer.create(target)) {
      write(out, "");
      out.commit();
    }
  }

  private void write(Hdf5Writer out, String path) throws IOException {
    if (!weights.isEmpty()) {
      String group = "/" + WeightPaths.join(path, WeightPaths.VARIABLES);
      out.group(group);
      if (layerName != null) {
        out.attribute(group, NAME, layerName);
      }
      for (Map.Entry<String, Tensor> weight : weights.entrySet()) {
        out.dataset("/" + WeightPaths.variable(path, weight.getKey()), weight.getValue());
      }
    }
    for (Map.Entry<String, WeightObject> object : objects.entrySet()) {
      object.getValue().write(out, WeightPaths.join(path, object.getKey()));
    }
  }

  /** Returns the tree that Keras prints. */
  public String summary() {
    List<String> lines = new ArrayList<>(List.of("Weights structure"));
    print(lines, "  ", true);
    return String.join("\n", lines);
  }

  private void print(List<String> lines, String prefix, boolean isFirst) {
    int left = weights.size() + objects.size();
    boolean first = isFirst;
    for (Map.Entry<String, Tensor> weight : weights.entrySet()) {
      left--;
      Tensor tensor = weight.getValue();
      lines.add(
          prefix
              + connector(first, left == 0)
              + weight.getKey()
              + ": shape="
              + PythonShape.of(Shape.of(tensor.shape()))
              + ", dtype="
              + tensor.dtype().numpyName());
      first = false;
    }
    for (Map.Entry<String, WeightObject> object : objects.entrySet()) {
      left--;
      lines.add(prefix + connector(first, left == 0) + object.getKey());
      first = false;
      object.getValue().print(lines, prefix + (left == 0 ? "    " : "│   "), false);
    }
  }

  private static String connector(boolean first, boolean last) {
    return first ? "> " : last ? "└─ " : "├─ ";
  }
}
