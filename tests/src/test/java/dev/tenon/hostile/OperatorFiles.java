package dev.tenon.hostile;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Small good models of one operator each with what they are fed: ONNX's own tests in {@code
 * operators.zip}, and recorded ones.
 */
final class OperatorFiles {
  private static final List<String> FOLDERS =
      List.of(
          "tests/goldens/onnx/operators",
          "tests/goldens/onnx/forms",
          "tests/goldens/onnx/ml/operators");

  private OperatorFiles() {}

  /**
   * One good model.
   *
   * @param name what it is called
   * @param feeds what it is fed, in the order of its inputs
   */
  record Sample(String name, ModelProto model, List<TensorProto> feeds) {}

  /** Returns the models by operator. */
  static Map<String, List<Sample>> read(Path root) throws IOException {
    Map<String, List<Sample>> all = new TreeMap<>();
    zipped(root.resolve("tests/goldens/hostile/operators.zip"), all);
    for (String folder : FOLDERS) {
      try (Stream<Path> list = Files.list(root.resolve(folder))) {
        for (Path test : list.filter(Files::isDirectory).sorted().toList()) {
          folder(test, all);
        }
      }
    }
    return all;
  }

  private static void zipped(Path file, Map<String, List<Sample>> all) throws IOException {
    Map<String, Map<String, byte[]>> tests = new TreeMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
        int slash = entry.getName().lastIndexOf('/');
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        tests
            .computeIfAbsent(entry.getName().substring(0, slash), name -> new TreeMap<>())
            .put(entry.getName().substring(slash + 1), bytes);
      }
    }
    for (Map.Entry<String, Map<String, byte[]>> test : tests.entrySet()) {
      add(test.getKey(), test.getValue(), all);
    }
  }

  private static void folder(Path test, Map<String, List<Sample>> all) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(test, 2)) {
      for (Path path : walk.filter(Files::isRegularFile).toList()) {
        files.put(String.valueOf(path.getFileName()), Files.readAllBytes(path));
      }
    }
    if (files.containsKey("model.onnx")) {
      add(String.valueOf(test.getFileName()), files, all);
    }
  }

  private static void add(String name, Map<String, byte[]> files, Map<String, List<Sample>> all)
      throws IOException {
    ModelProto model = ModelProto.parseFrom(files.get("model.onnx"));
    List<TensorProto> feeds = new ArrayList<>();
    for (int i = 0; files.containsKey("input_" + i + ".pb"); i++) {
      feeds.add(TensorProto.parseFrom(files.get("input_" + i + ".pb")));
    }
    String operator =
        model.getGraph().getNodeList().stream()
            .map(node -> node.getOpType())
            .filter(type -> !type.equals("Constant"))
            .findFirst()
            .orElse("Constant");
    all.computeIfAbsent(operator, key -> new ArrayList<>()).add(new Sample(name, model, feeds));
  }
}
