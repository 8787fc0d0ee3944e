package dev.tenon.callbacks;

import static dev.tenon.training.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.Summary;

/** TensorFlow's own classes read what the TensorBoard callback writes. */
class TensorBoardTest {
  @TempDir Path folder;

  private List<Event> events(String part) throws IOException {
    Path file;
    try (Stream<Path> files = Files.list(folder.resolve(part))) {
      file = files.findFirst().orElseThrow();
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] record = new byte[Math.toIntExact(bytes.getLong())];
      bytes.getInt();
      bytes.get(record);
      bytes.getInt();
      events.add(Event.parseFrom(record));
    }
    return events;
  }

  private static Map<String, List<Summary.Value>> byTag(List<Event> events) {
    Map<String, List<Summary.Value>> found = new LinkedHashMap<>();
    for (Event event : events) {
      for (Summary.Value value : event.getSummary().getValueList()) {
        found.computeIfAbsent(value.getTag(), tag -> new ArrayList<>()).add(value);
      }
    }
    return found;
  }

  private static double number(Summary.Value value) {
    assertThat(value.getMetadata().getPluginData().getPluginName()).isEqualTo("scalars");
    return value
        .getTensor()
        .getTensorContent()
        .asReadOnlyByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN)
        .getFloat();
  }

  @Test
  @DisplayName("numbers, histograms, images and the graph are there under Keras' tags")
  void read() throws Exception {
    Map<String, Tensor> weights;
    Map<String, List<Double>> history;
    try (Model model = TinyTraining.model(Optimizers.adam(0.01))) {
      history =
          model
              .fit(
                  TinyTraining.X,
                  TinyTraining.Y,
                  fit()
                      .epochs(2)
                      .batchSize(8)
                      .verbose(0)
                      .validationSplit(0.2)
                      .callbacks(
                          List.of(
                              Callbacks.tensorBoard(folder).histogramFreq(1).writeImages(true))))
              .history();
      weights = model.weights();
    }
    List<Event> train = events("train");
    assertThat(train.get(0).getFileVersion()).isEqualTo("brain.Event:2");
    GraphDef graph = GraphDef.parseFrom(train.get(1).getGraphDef());
    assertThat(graph.getNodeList()).anyMatch(node -> node.getOp().equals("MatMul"));
    assertThat(graph.getNodeList()).anyMatch(node -> node.getOp().equals("Placeholder"));
    Map<String, List<Summary.Value>> trained = byTag(train);
    Map<String, List<Summary.Value>> validated = byTag(events("validation"));
    for (int epoch = 0; epoch < 2; epoch++) {
      for (String name : List.of("loss", "accuracy")) {
        assertThat(number(trained.get("epoch_" + name).get(epoch)))
            .isEqualTo(history.get(name).get(epoch));
        assertThat(number(validated.get("epoch_" + name).get(epoch)))
            .isEqualTo(history.get("val_" + name).get(epoch));
      }
    }
    assertThat(validated).containsKey("evaluation_loss_vs_iterations");
    weights.forEach(
        (name, weight) -> {
          Summary.Value last = trained.get(name + "/histogram").get(1);
          ByteBuffer buckets =
              last.getTensor()
                  .getTensorContent()
                  .asReadOnlyByteBuffer()
                  .order(ByteOrder.LITTLE_ENDIAN);
          double count = 0;
          for (int bucket = 0; bucket < 30; bucket++) {
            count += buckets.getDouble((3 * bucket + 2) * Double.BYTES);
          }
          assertThat(count).isEqualTo(weight.size());
        });
    assertThat(trained.keySet()).anyMatch(tag -> tag.endsWith("kernel/image"));
  }
}
