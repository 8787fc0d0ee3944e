package dev.tenon.cli.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tenon.cli.output.JsonArrays;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.WholeFile;
import dev.tenon.formats.npz.Npz;
import dev.tenon.image.ImageSpec;
import dev.tenon.ir.shape.Shape;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the files that a user feeds to a model: npz, images, CSV and JSON. */
public final class InputFiles {
  private static final Set<String> PICTURES = Set.of("png", "jpg", "jpeg", "bmp", "gif");
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // Python writes NaN
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private InputFiles() {}

  /**
   * Reads one tensor for each input.
   *
   * @param files one npz or JSON for all inputs, or one file an input in the model's order
   * @param wanted the model's inputs
   * @param images how the model's images are read; null where that is not known
   */
  public static Map<String, Tensor> read(
      List<Path> files, List<TensorSpec> wanted, @Nullable ImageSpec images) throws IOException {
    String first = suffix(files.get(0));
    if (files.size() == 1 && first.equals("npz")) {
      return npz(files.get(0), wanted);
    }
    if (files.size() == 1 && first.equals("json")) {
      return json(files.get(0), wanted);
    }
    if (wanted.size() == 1) {
      return Map.of(wanted.get(0).name(), single(files, wanted.get(0), images));
    }
    if (files.size() == 1 && first.equals("csv")) {
      CsvTable table = CsvTable.read(files.get(0));
      if (table.hasColumns(wanted)) {
        return table.inputs(wanted);
      }
    }
    if (files.size() != wanted.size()) {
      throw new IllegalArgumentException(
          "the model has "
              + wanted.size()
              + " inputs, "
              + wanted.stream().map(TensorSpec::name).toList()
              + ": give a file for each, in that order, or one npz or JSON for all; received "
              + files.size()
              + (files.size() == 1 ? " file" : " files"));
    }
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (int i = 0; i < files.size(); i++) {
      inputs.put(wanted.get(i).name(), single(List.of(files.get(i)), wanted.get(i), images));
    }
    return inputs;
  }

  /** Says whether all files are images. */
  public static boolean areImages(List<Path> files) {
    return files.stream().allMatch(file -> PICTURES.contains(suffix(file)));
  }

  private static Tensor single(List<Path> files, TensorSpec input, @Nullable ImageSpec images)
      throws IOException {
    Path file = files.get(0);
    String kind = suffix(file);
    if (files.size() > 1 && !PICTURES.contains(kind)) {
      throw new IllegalArgumentException(
          "input '"
              + input.name()
              + "' takes one "
              + kind
              + " file, or images; received "
              + files.size()
              + " files");
    }
    return switch (kind) {
      case "csv" ->
          input.dtype() == DType.STRING
              ? shaped(file, CsvTexts.read(file, input.name(), columns(input)), input)
              : shaped(file, NumericRows.read(file), input);
      case "npz" -> npz(files.get(0), List.of(input)).values().iterator().next();
      case "json" -> json(files.get(0), List.of(input)).values().iterator().next();
      case "png", "jpg", "jpeg", "bmp", "gif" -> images(files, input, images);
      case "npy" ->
          throw new IllegalArgumentException(
              "input '" + file + "' is a single array: write it with numpy.savez, as an npz");
      default ->
          throw new IllegalArgumentException(
              "input '"
                  + file
                  + "' is no npz, image (png, jpg, bmp, gif), csv or json: convert it to one");
    };
  }

  private static Map<String, Tensor> npz(Path file, List<TensorSpec> wanted) throws IOException {
    Map<String, Tensor> tensors;
    try (Source source = Source.of(file)) {
      tensors = Npz.read(source);
    }
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      String name = wanted.get(i).name();
      for (String key : keys(wanted.get(i), i)) {
        if (tensors.containsKey(key)) {
          inputs.putIfAbsent(name, tensors.get(key));
        }
      }
      if (!inputs.containsKey(name) && wanted.size() == 1 && tensors.size() == 1) {
        inputs.put(name, tensors.values().iterator().next());
      }
      if (!inputs.containsKey(name)) {
        throw new IllegalArgumentException(
            file + ": no array '" + name + "' or 'in" + i + "'; it has " + tensors.keySet());
      }
    }
    return inputs;
  }

  private static Tensor images(List<Path> files, TensorSpec input, @Nullable ImageSpec images)
      throws IOException {
    ImageInput wanted = ImageInput.of(input);
    List<Tensor> loaded = new ArrayList<>();
    for (Path file : files) {
      loaded.add(wanted.arranged(wanted.read(file, images)).get(0));
    }
    return stack(loaded);
  }

  static Tensor stack(List<Tensor> samples) {
    Tensor first = samples.get(0);
    Tensor.Writer writer =
        new Tensor.Writer(first.dtype(), size(samples.size(), first.size(), "images: "));
    int at = 0;
    for (Tensor sample : samples) {
      if (!sample.shapeString().equals(first.shapeString())) {
        throw new IllegalArgumentException(
            "images of different size: "
                + first.shapeString()
                + " and "
                + sample.shapeString()
                + "; give them one by one");
      }
      for (int i = 0; i < sample.size(); i++) {
        writer.set(at++, sample.getDouble(i));
      }
    }
    long[] shape = new long[first.rank() + 1];
    shape[0] = samples.size();
    System.arraycopy(first.shape(), 0, shape, 1, first.rank());
    return writer.build(shape);
  }

  /** Returns how many numbers there are, which must be no more than a tensor has. */
  static int size(int samples, int each, String where) {
    long size = (long) samples * each;
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          where
              + samples
              + " times "
              + each
              + " numbers are more than a tensor holds: give fewer samples at a time");
    }
    return (int) size;
  }

  /** Returns how many entries a sample has; -1 where the model leaves that open. */
  private static long columns(TensorSpec input) {
    Shape shape = input.shape();
    if (!shape.ranked()) {
      return -1;
    }
    long columns = 1;
    for (int axis = 1; axis < shape.rank(); axis++) {
      if (!shape.dim(axis).isKnown()) {
        return -1;
      }
      columns = Math.multiplyExact(columns, shape.length(axis));
    }
    return columns;
  }

  /**
   * Gives rows the shape of the input, where the input has other axes.
   *
   * @throws IllegalArgumentException if they do not fill it
   */
  public static Tensor shaped(Path file, Tensor rows, TensorSpec input) {
    Shape shape = input.shape();
    if (!shape.ranked() || shape.rank() == 2) {
      return rows;
    }
    long[] target = shape.toLongs();
    if (target.length > 0) {
      target[0] = rows.dim(0);
    }
    try {
      return rows.reshape(target);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          file
              + ": rows of "
              + rows.dim(1)
              + " entries do not fill input '"
              + input.name()
              + "' of shape "
              + shape
              + ": give one line a sample, all of its values in it",
          e);
    }
  }

  private static Map<String, Tensor> json(Path file, List<TensorSpec> wanted) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(WholeFile.bytes(file));
    } catch (JsonProcessingException e) {
      throw new MalformedModelException(
          file.toString(),
          "not JSON: " + e.getOriginalMessage().replaceAll(" \\(start marker.*", ""),
          e);
    }
    if (root.isMissingNode()) {
      throw new IllegalArgumentException(
          file + ": the file is empty: write the inputs as arrays, one row a sample");
    }
    if (!root.isObject() && wanted.size() > 1) {
      throw new IllegalArgumentException(
          file
              + ": the model has "
              + wanted.size()
              + " inputs: name them, as in "
              + wanted.stream()
                  .map(input -> "\"" + input.name() + "\": […]")
                  .collect(Collectors.joining(", ", "{", "}")));
    }
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      TensorSpec input = wanted.get(i);
      JsonNode node = root.isObject() ? member(file, root, input, i) : root;
      try {
        inputs.put(input.name(), JsonArrays.read(node, input.dtype() == DType.STRING));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
      }
    }
    return inputs;
  }

  private static JsonNode member(Path file, JsonNode root, TensorSpec input, int place) {
    for (String key : keys(input, place)) {
      JsonNode node = root.get(key);
      if (node != null) {
        return node;
      }
    }
    List<String> found = new ArrayList<>();
    root.fieldNames().forEachRemaining(found::add);
    throw new IllegalArgumentException(
        file + ": no key '" + input.name() + "' or 'in" + place + "'; it has " + found);
  }

  /** Returns the names under which a file may hold what an input takes. */
  private static List<String> keys(TensorSpec input, int place) {
    return List.of("in:" + input.name(), input.name(), "in" + place, "arr_" + place);
  }

  private static String suffix(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
