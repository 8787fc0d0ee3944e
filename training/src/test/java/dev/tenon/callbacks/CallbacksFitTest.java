package dev.tenon.callbacks;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.embedding;
import static dev.tenon.layers.Layers.flatten;
import static dev.tenon.layers.Layers.hashing;
import static dev.tenon.training.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.Model;
import dev.tenon.data.Dataset;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.optimizers.OptimizerOptions;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.PythonText;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.FitOptions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Every callback in a real fit of a small model. */
class CallbacksFitTest {
  @TempDir Path folder;

  private static History trained(Model model, int epochs, Callback... callbacks) {
    return model.fit(
        TinyTraining.X,
        TinyTraining.Y,
        fit()
            .epochs(epochs)
            .batchSize(8)
            .verbose(0)
            .seed(3L)
            .callbacks(List.of(callbacks))
            .validationSplit(0.25));
  }

  private static List<String> files(Path of) throws IOException {
    try (Stream<Path> files = Files.walk(of)) {
      return new ArrayList<>(
          new TreeSet<>(
              files
                  .filter(Files::isRegularFile)
                  .map(file -> of.relativize(file).toString())
                  .toList()));
    }
  }

  @Test
  @DisplayName("EarlyStopping puts back the weights of the best epoch")
  void earlyStopping() {
    List<Map<String, Tensor>> weights = new ArrayList<>();
    try (Model model = TinyTraining.model(Optimizers.sgd(0.05))) {
      EarlyStopping stop =
          Callbacks.earlyStopping()
              .monitor("val_loss")
              .mode("max")
              .restoreBestWeights(true)
              .patience(2);
      History history =
          trained(
              model,
              9,
              Callbacks.lambdaCallback()
                  .onEpochEnd((fitting, epoch, logs) -> weights.add(fitting.model().weights())),
              stop);
      assertThat(history.epochs()).hasSize(stop.stoppedEpoch() + 1).hasSizeLessThan(9);
      assertThat(stop.best()).isEqualTo(history.get("val_loss").get(stop.bestEpoch()));
      assertThat(model.weights()).isEqualTo(weights.get(stop.bestEpoch()));
    }
  }

  @Test
  @DisplayName("learning rates are those that the callbacks say, and are in the history")
  void rates() {
    try (Model model = TinyTraining.model(Optimizers.sgd(0.1))) {
      History history =
          trained(model, 3, Callbacks.learningRateScheduler((epoch, rate) -> rate * 0.5));
      assertThat(history.get("learning_rate"))
          .containsExactly((double) 0.05f, (double) 0.025f, (double) 0.0125f);
      History reduced =
          trained(model, 4, Callbacks.reduceLROnPlateau().factor(0.5).patience(1).minDelta(100));
      assertThat(reduced.get("learning_rate").get(3)).isEqualTo(0.0125f / 4.0);
    }
  }

  @Test
  @DisplayName("ModelCheckpoint writes files that give the same predictions")
  void checkpoint() throws IOException {
    try (Model model = TinyTraining.model(Optimizers.adam(0.01))) {
      List<Tensor> predictions = new ArrayList<>();
      History history =
          trained(
              model,
              2,
              Callbacks.lambdaCallback()
                  .onEpochEnd(
                      (fitting, epoch, logs) ->
                          predictions.add(fitting.model().predict(TinyTraining.X))),
              Callbacks.modelCheckpoint(folder.resolve("a/{epoch:02d}-{val_loss:.2f}.onnx")));
      assertThat(files(folder.resolve("a"))).hasSize(2);
      for (int epoch = 0; epoch < 2; epoch++) {
        String name =
            "0"
                + (epoch + 1)
                + "-"
                + PythonText.fixed(history.get("val_loss").get(epoch), 2)
                + ".onnx";
        try (Model loaded = Model.load(folder.resolve("a").resolve(name))) {
          Tensor found = loaded.predict(TinyTraining.X);
          for (int i = 0; i < found.size(); i++) {
            assertThat(found.getDouble(i))
                .isCloseTo(predictions.get(epoch).getDouble(i), within(1e-5));
          }
        }
      }
    }
  }

  @Test
  @DisplayName("TerminateOnNaN ends a training that has no number any more")
  void nan() {
    try (Model model = TinyTraining.model(Optimizers.sgd(1e30))) {
      History history = trained(model, 5, Callbacks.terminateOnNaN());
      assertThat(history.epochs()).hasSizeLessThan(5);
      assertThatThrownBy(() -> trained(model, 5, Callbacks.terminateOnNaN().raiseError(true)))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("batch 0");
    }
  }

  @Test
  @DisplayName("SwapEMAWeights evaluates with the averages and trains without them")
  void averages() {
    try (Model model =
            TinyTraining.model(
                Optimizers.sgd(0.05).options(OptimizerOptions.DEFAULTS.useEma(true)));
        Model plain = TinyTraining.model(Optimizers.sgd(0.05))) {
      History with = trained(model, 3, Callbacks.swapEMAWeights().swapOnEpoch(true));
      History without = trained(plain, 3);
      assertThat(with.get("loss")).isEqualTo(without.get("loss"));
      assertThat(with.get("val_loss")).isNotEqualTo(without.get("val_loss"));
      // At the end the averages are the weights.
      int held = (int) Math.floor(TinyTraining.X.dim(0) * 0.75);
      Dataset last =
          Dataset.of(TinyTraining.X, TinyTraining.Y).range(held, (int) TinyTraining.X.dim(0));
      assertThat(model.evaluate(last).get("loss"))
          .isCloseTo(with.get("val_loss").get(2), within(1e-6));
    }
    try (Model model = TinyTraining.model(Optimizers.sgd(0.05))) {
      assertThatThrownBy(() -> trained(model, 1, Callbacks.swapEMAWeights()))
          .hasMessageContaining("useEma");
    }
  }

  @Test
  @DisplayName("a fit that broke off goes on with the next batch and gives the same numbers")
  void goesOn() throws IOException {
    for (Integer steps : new Integer[] {null, 5}) {
      for (int saveFreq : new int[] {0, 1, 2}) {
        FitOptions options = fit().epochs(4).batchSize(8).verbose(0).seed(5L).stepsPerEpoch(steps);
        History whole;
        List<Tensor> expected;
        try (Model model = TinyTraining.model(Optimizers.adam(0.01))) {
          whole = model.fit(TinyTraining.X, TinyTraining.Y, options);
          expected = List.copyOf(model.weights().values());
        }
        Path backup = folder.resolve("backup" + steps + saveFreq);
        BackupAndRestore keep = Callbacks.backupAndRestore(backup);
        keep = saveFreq == 0 ? keep : keep.saveFreq(saveFreq);
        try (Model model = TinyTraining.model(Optimizers.adam(0.01))) {
          FitOptions broken =
              options.callbacks(
                  List.of(
                      keep,
                      Callbacks.lambdaCallback()
                          .onTrainBatchEnd(
                              (fitting, batch, logs) -> {
                                if (fitting.iterations() == 11) {
                                  throw new IllegalStateException("the lights go out");
                                }
                              })));
          assertThatThrownBy(() -> model.fit(TinyTraining.X, TinyTraining.Y, broken))
              .hasMessage("the lights go out");
        }
        assertThat(files(backup)).containsExactly("backup.npz");
        try (Model model = TinyTraining.model(Optimizers.adam(0.01))) {
          History rest =
              model.fit(TinyTraining.X, TinyTraining.Y, options.callbacks(List.of(keep)));
          List<Double> losses = whole.get("loss");
          int first = rest.epochs().get(0);
          assertThat(first).isGreaterThan(0);
          assertThat(rest.get("loss")).isEqualTo(losses.subList(first, 4));
          assertThat(rest.get("accuracy")).isEqualTo(whole.get("accuracy").subList(first, 4));
          // The layers of the second model are called differently in the same process.
          assertThat(List.copyOf(model.weights().values())).isEqualTo(expected);
        }
        assertThat(backup).doesNotExist();
      }
    }
  }

  @Test
  @DisplayName("a backup of another optimizer is refused")
  void foreignBackup() {
    Path backup = folder.resolve("backup");
    BackupAndRestore keep = Callbacks.backupAndRestore(backup).deleteCheckpoint(false);
    try (Model model = TinyTraining.model(Optimizers.adam(0.01))) {
      trained(model, 1, keep);
    }
    try (Model model = TinyTraining.model(Optimizers.sgd(0.1))) {
      assertThatThrownBy(() -> trained(model, 2, keep))
          .hasMessageContaining("backup.npz")
          .hasMessageContaining("another model or optimizer")
          .hasMessageContaining("Delete the file");
    }
  }

  @Test
  @DisplayName("a damaged backup is passed over for the one before it")
  void damagedBackup() throws IOException {
    Path backup = folder.resolve("twice");
    BackupAndRestore keep =
        Callbacks.backupAndRestore(backup).doubleCheckpoint(true).deleteCheckpoint(false);
    try (Model model = TinyTraining.model(Optimizers.adam(0.01))) {
      trained(model, 2, keep);
    }
    assertThat(files(backup)).contains("backup.npz", "backup.previous.npz");
    Files.writeString(backup.resolve("backup.npz"), "damaged");
    try (Model model = TinyTraining.model(Optimizers.adam(0.01))) {
      FitOptions options = fit().epochs(2).verbose(0).callbacks(keep);
      assertThat(model.fit(TinyTraining.X, TinyTraining.Y, options).epochs()).containsExactly(1);
    }
  }

  @Test
  @DisplayName("a checkpoint that cannot be written names the file and loses nothing trained")
  void fullDisk() throws IOException {
    Path file = Files.writeString(folder.resolve("taken"), "x");
    try (Model model = TinyTraining.model(Optimizers.adam(0.01))) {
      Map<String, Tensor> before = model.weights();
      for (Callback callback :
          List.of(
              Callbacks.modelCheckpoint(file.resolve("model.onnx")),
              Callbacks.backupAndRestore(file.resolve("backup")))) {
        assertThatThrownBy(() -> trained(model, 1, callback))
            .isInstanceOf(UncheckedIOException.class)
            .hasMessageContaining(file.toString())
            .hasMessageContaining("has all that was trained");
        assertThat(model.weights()).isNotEqualTo(before);
        before = model.weights();
      }
      trained(model, 1);
    }
  }

  private static Element xml(Path file) throws IOException {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(file.toFile())
          .getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> texts(Element svg) {
    List<String> texts = new ArrayList<>();
    NodeList found = svg.getElementsByTagName("text");
    for (int i = 0; i < found.getLength(); i++) {
      texts.add(found.item(i).getTextContent());
    }
    return texts;
  }

  /** No operator of ONNX hashes a string. */
  @Test
  @DisplayName("a checkpoint in a format that cannot say the model fails before the first epoch")
  void unwritableCheckpoint() {
    KerasTensor word = Layers.input("word", DType.STRING, 1);
    KerasTensor scores = word.then(hashing(5)).then(embedding(5, 3)).then(flatten()).then(dense(1));
    Tensor x = Tensor.ofStrings(new String[] {"a", "b", "c", "d"}, 4, 1);
    Tensor y = Tensor.of(new float[] {0, 1, 0, 1}, 4, 1);
    try (Model model = Model.of(word, scores)) {
      model.compile("sgd", "mse");
      Map<String, Tensor> before = model.weights();
      Path target = folder.resolve("checkpoint.onnx");
      assertThatThrownBy(
              () ->
                  model.fit(
                      x, y, fit().verbose(0).callbacks(List.of(Callbacks.modelCheckpoint(target)))))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("hashes strings");
      assertThat(model.weights()).isEqualTo(before);
      assertThat(target).doesNotExist();
      Path other = folder.resolve("checkpoint.keras");
      model.fit(x, y, fit().verbose(0).callbacks(List.of(Callbacks.modelCheckpoint(other))));
      assertThat(model.weights()).isNotEqualTo(before);
      assertThat(other).exists();
    }
  }

  @Test
  @DisplayName("the history is drawn and written as a table")
  void history() throws IOException {
    try (Model model = TinyTraining.model(Optimizers.adam(0.01))) {
      History history = trained(model, 6);
      Path plot = folder.resolve("history.png");
      history.plot(plot);
      BufferedImage image = ImageIO.read(plot.toFile());
      assertThat(image.getWidth()).isEqualTo(2 * 720);
      assertThat(image.getHeight()).isEqualTo(480);
      Path drawing = folder.resolve("history.svg");
      history.plot(drawing);
      Element svg = xml(drawing);
      assertThat(svg.getTagName()).isEqualTo("svg");
      assertThat(svg.getAttribute("width")).isEqualTo("1440");
      assertThat(texts(svg)).contains("Loss", "Accuracy", "epoch", "training", "validation");
      assertThat(svg.getElementsByTagName("path").getLength()).isGreaterThan(20);
      for (String other : List.of("history.jpg", "history")) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> history.plot(folder.resolve(other)))
            .withMessageContainingAll(other, ".png", ".svg");
        assertThat(folder.resolve(other)).doesNotExist();
      }
      Path table = folder.resolve("history.csv");
      history.toCsv(table);
      List<String> lines = Files.readAllLines(table);
      assertThat(lines).hasSize(7);
      assertThat(lines.get(0)).isEqualTo("epoch,accuracy,loss,val_accuracy,val_loss");
      assertThat(Double.parseDouble(lines.get(6).split(",", -1)[2]))
          .isEqualTo(history.get("loss").get(5));
    }
  }

  @Test
  @DisplayName("TensorBoard gets event files, and CSVLogger a line an epoch")
  void logs() throws IOException {
    try (Model model = TinyTraining.model(Optimizers.adam(0.01))) {
      trained(
          model,
          2,
          Callbacks.csvLogger(folder.resolve("log.csv")),
          Callbacks.tensorBoard(folder.resolve("logs"))
              .histogramFreq(1)
              .writeImages(true)
              .writeStepsPerSecond(true)
              .updateFreq(2));
    }
    assertThat(Files.readAllLines(folder.resolve("log.csv"))).hasSize(3);
    assertThat(files(folder.resolve("logs")))
        .hasSize(2)
        .allMatch(name -> name.matches("(train|validation)/events\\.out\\.tfevents\\..*\\.v2"));
  }
}
