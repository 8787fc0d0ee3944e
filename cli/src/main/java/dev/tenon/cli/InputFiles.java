package dev.tenon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.ModelInput;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.image.ColorMode;
import dev.tenon.formats.image.Images;
import dev.tenon.formats.image.Interpolation;
import dev.tenon.formats.npz.Npz;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the files that a user feeds to a model: npz, pictures, CSV and JSON. */
final class InputFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private InputFiles() {}

  /**
   * Reads one tensor for each input.
   *
   * @param files one npz or JSON for all inputs, or one file an input in the model's order
   * @param wanted the model's inputs
   */
  static Map<String, Tensor> read(List<Path> files, List<ModelInput> wanted) throws IOException {
    String first = suffix(files.get(0));
    if (files.size() == 1 && first.equals("npz")) {
      return npz(files.get(0), wanted);
    }
    if (files.size() == 1 && first.equals("json")) {
      return json(files.get(0), wanted);
    }
    if (wanted.size() == 1) {
      return Map.of(wanted.get(0).name(), single(files, wanted.get(0)));
    }
    if (files.size() != wanted.size()) {
      throw new IllegalArgumentException(
          "the model has " + wanted.size() + " inputs, " + files.size() + " files were given");
    }
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (int i = 0; i < files.size(); i++) {
      inputs.put(wanted.get(i).name(), single(List.of(files.get(i)), wanted.get(i)));
    }
    return inputs;
  }

  private static Tensor single(List<Path> files, ModelInput input) throws IOException {
    String kind = suffix(files.get(0));
    return switch (kind) {
      case "csv" -> shaped(csv(files.get(0)), input);
      case "npz" -> npz(files.get(0), List.of(input)).values().iterator().next();
      case "json" -> json(files.get(0), List.of(input)).values().iterator().next();
      case "png", "jpg", "jpeg", "bmp", "gif" -> pictures(files, input);
      default ->
          throw new IllegalArgumentException(
              "input '" + files.get(0) + "' is no npz, picture (png, jpg, bmp, gif), csv or json");
    };
  }

  private static Map<String, Tensor> npz(Path file, List<ModelInput> wanted) throws IOException {
    Map<String, Tensor> tensors;
    try (Source source = Source.of(file)) {
      tensors = Npz.read(source);
    }
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      String name = wanted.get(i).name();
      for (String key : List.of("in:" + name, name, "in" + i, "arr_" + i)) {
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

  private static Tensor pictures(List<Path> files, ModelInput input) throws IOException {
    Shape shape = input.shape();
    if (!shape.ranked() || shape.rank() != 4) {
      throw new IllegalArgumentException(
          "input '" + input.name() + "' has shape " + shape + " and takes no picture");
    }
    PictureShape wanted = PictureShape.of(shape, null);
    int height = wanted.height(-1);
    int width = wanted.width(-1);
    ColorMode mode = wanted.mode();
    List<Tensor> loaded = new ArrayList<>();
    for (Path file : files) {
      Tensor picture =
          height > 0 && width > 0
              ? Images.load(file, height, width, mode, Interpolation.BILINEAR)
              : Images.load(file, mode);
      loaded.add(wanted.channelsFirst() ? picture.transpose(2, 0, 1) : picture);
    }
    return stack(loaded);
  }

  static Tensor stack(List<Tensor> samples) {
    Tensor first = samples.get(0);
    Tensor.Writer writer = new Tensor.Writer(first.dtype(), first.size() * samples.size());
    int at = 0;
    for (Tensor sample : samples) {
      if (!sample.shapeString().equals(first.shapeString())) {
        throw new IllegalArgumentException(
            "pictures of different size: "
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

  private static Tensor csv(Path file) throws IOException {
    List<double[]> rows = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      String[] cells = line.split("[,;\t]", -1);
      double[] row = new double[cells.length];
      try {
        for (int i = 0; i < cells.length; i++) {
          row[i] = Double.parseDouble(cells[i].trim());
        }
      } catch (NumberFormatException e) {
        if (number == 1) {
          continue; // a line of headings
        }
        throw new IllegalArgumentException(file + ":" + number + ": " + e.getMessage(), e);
      }
      if (!rows.isEmpty() && rows.get(0).length != row.length) {
        throw new IllegalArgumentException(
            file
                + ":"
                + number
                + ": "
                + row.length
                + " columns, the first row has "
                + rows.get(0).length);
      }
      rows.add(row);
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(file + ": no rows of numbers");
    }
    int columns = rows.get(0).length;
    Tensor.Writer writer = new Tensor.Writer(DType.FLOAT64, rows.size() * columns);
    for (int i = 0; i < rows.size() * columns; i++) {
      writer.set(i, rows.get(i / columns)[i % columns]);
    }
    return writer.build(rows.size(), columns);
  }

  /** Gives rows of numbers the shape of the input, where the input has more axes. */
  private static Tensor shaped(Tensor rows, ModelInput input) {
    Shape shape = input.shape();
    if (!shape.ranked() || shape.rank() == 2) {
      return rows;
    }
    long[] target = shape.toLongs();
    target[0] = rows.dim(0);
    return rows.reshape(target);
  }

  private static Map<String, Tensor> json(Path file, List<ModelInput> wanted) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(file.toFile());
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new MalformedModelException(file + ": not JSON: " + e.getOriginalMessage(), e);
    }
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (ModelInput input : wanted) {
      JsonNode node = root.isObject() ? root.get(input.name()) : root;
      if (node == null) {
        throw new IllegalArgumentException(file + ": no key '" + input.name() + "'");
      }
      inputs.put(input.name(), JsonArrays.read(node, input.dtype() == DType.STRING));
    }
    return inputs;
  }

  private static String suffix(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
