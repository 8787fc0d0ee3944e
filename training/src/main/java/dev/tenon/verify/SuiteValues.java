package dev.tenon.verify;

import dev.tenon.Model;
import dev.tenon.OnnxSequences;
import dev.tenon.formats.Source;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.formats.onnx.OnnxValues;
import dev.tenon.importers.onnx.OnnxStructure;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The recorded values of an operator test; sequences are their tensors, one after the other. */
record SuiteValues(Path test, OnnxStructure structure, List<Path> sets) {
  static SuiteValues of(Path test) throws IOException {
    try (Stream<Path> all = Files.list(test)) {
      List<Path> sets =
          all.filter(path -> String.valueOf(path.getFileName()).startsWith("test_data_set_"))
              .sorted()
              .toList();
      return new SuiteValues(test, OnnxStructure.read(test.resolve("model.onnx")), sets);
    }
  }

  /** Loads the model, with as many tensors for a sequence as are recorded in the first set. */
  Model load() throws IOException {
    boolean plain =
        Stream.concat(structure.inputs().stream(), structure.outputs().stream())
            .noneMatch(SuiteValues::isNested);
    Path file = test.resolve("model.onnx");
    return plain ? Model.load(file) : OnnxSequences.load(file, lengths());
  }

  /** Returns how many tensors each input has that is none; -1 where an optional one has nothing. */
  Map<String, Integer> lengths() throws IOException {
    Map<String, Integer> lengths = new LinkedHashMap<>();
    for (int i = 0; i < structure.inputs().size() && !sets.isEmpty(); i++) {
      OnnxStructure.Port port = structure.inputs().get(i);
      if (isNested(port)) {
        List<Tensor> tensors = value(port, sets.get(0).resolve("input_" + i + ".pb"));
        lengths.put(port.name(), tensors == null ? -1 : tensors.size());
      }
    }
    return lengths;
  }

  List<Tensor> inputs(Path set) throws IOException {
    return values(structure.inputs(), set, "input_");
  }

  List<Tensor> outputs(Path set) throws IOException {
    return values(structure.outputs(), set, "output_");
  }

  private static boolean isNested(OnnxStructure.Port port) {
    return port.type().equals("sequence") || port.type().equals("optional");
  }

  private static List<Tensor> values(List<OnnxStructure.Port> ports, Path set, String prefix)
      throws IOException {
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; Files.exists(set.resolve(prefix + i + ".pb")); i++) {
      List<Tensor> found =
          value(i < ports.size() ? ports.get(i) : null, set.resolve(prefix + i + ".pb"));
      if (found != null) {
        tensors.addAll(found);
      }
    }
    return tensors;
  }

  /** Returns the tensors of a recorded value; null for an optional one that holds nothing. */
  private static @Nullable List<Tensor> value(OnnxStructure.@Nullable Port port, Path file)
      throws IOException {
    try (Source source = Source.of(file)) {
      if (port != null && port.type().equals("sequence")) {
        return OnnxValues.sequence(source);
      }
      if (port != null && port.type().equals("optional")) {
        return OnnxValues.optional(source);
      }
      return List.of(OnnxFile.tensor(OnnxFile.parseTensor(source), file.getParent()));
    }
  }
}
