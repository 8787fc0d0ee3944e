package dev.tenon.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.data.sets.Iris;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command train, on data that ship or follow a known law. */
final class TrainCommandTest {
  @TempDir private Path folder;

  private Path iris() throws IOException {
    Iris iris = Iris.load();
    StringBuilder text = new StringBuilder("sl,sw,pl,pw,species\n");
    for (int i = 0; i < iris.target().size(); i++) {
      for (float value : iris.data().get(i).toFloatArray()) {
        text.append(value).append(',');
      }
      text.append(Iris.TARGET_NAMES.get((int) iris.target().getLong(i))).append('\n');
    }
    return Files.writeString(folder.resolve("iris.csv"), text);
  }

  private static String train(Object... words) {
    List<Object> all = new ArrayList<>(List.of("train"));
    all.addAll(List.of(words));
    all.addAll(List.of("--verbose", 0));
    return Ran.done(all.toArray());
  }

  @Test
  void irisIsLearnedWithAReportAndTheSameSeedGivesTheSameModel() throws IOException {
    Path csv = iris();
    Path target = folder.resolve("iris.keras");
    Path report = folder.resolve("iris.html");
    String said =
        train(csv, "--target", "species", "-o", target, "--epochs", 60, "--report", report);
    assertThat(said)
        .contains("a classifier of 3 classes")
        .contains("120 samples to learn from, 30 held out")
        .contains("is \\ taken for");
    assertThat(Files.readAllLines(folder.resolve("iris.keras.labels.txt")))
        .isEqualTo(Iris.TARGET_NAMES);
    Iris iris = Iris.load();
    try (Model model = Model.load(target)) {
      long[] named = model.predict(iris.data()).argMax(-1).toLongArray();
      int right = 0;
      for (int i = 0; i < named.length; i++) {
        right += named[i] == iris.target().getLong(i) ? 1 : 0;
      }
      assertThat(right).isGreaterThanOrEqualTo(142);
      String json = Ran.done("evaluate", target, csv, "--target", "species", "--json");
      assertThat(new ObjectMapper().readTree(json).get("accuracy").asDouble())
          .isCloseTo(right / 150.0, within(1e-6));
    }
    assertThat(Files.readString(report))
        .contains("Confusion matrix")
        .contains("data:image/svg+xml")
        .contains("Model.load(Path.of(")
        .doesNotContain("Residuals");
    Path again = folder.resolve("again.keras");
    Path first = folder.resolve("first.keras");
    train(csv, "--target", "species", "-o", first, "--epochs", 2, "--seed", 7);
    train(csv, "--target", "species", "-o", again, "--epochs", 2, "--seed", 7);
    try (Model one = Model.load(first);
        Model other = Model.load(again)) {
      assertThat(one.predict(iris.data()).toFloatArray())
          .isEqualTo(other.predict(iris.data()).toFloatArray());
    }
  }

  /** Price = 1000 a square metre, and 20,000 more in one town; some areas are missing. */
  @Test
  void aTableOfNumbersAndTextsWithGapsIsLearnedAndPredicted() throws IOException {
    Random random = new Random(3);
    StringBuilder text = new StringBuilder("id,area (m²),town,price\n");
    for (int i = 0; i < 300; i++) {
      double area = 50 + 100 * random.nextDouble();
      boolean ulm = random.nextBoolean();
      String cell = i % 25 == 0 ? "" : String.format(Locale.ROOT, "%.1f", area);
      text.append("h" + i + "," + cell + "," + (ulm ? "Ulm" : "Köln") + ",");
      text.append(Math.round(1000 * area + (ulm ? 20_000 : 0))).append('\n');
    }
    Path csv = Files.writeString(folder.resolve("homes.csv"), text);
    Path target = folder.resolve("homes.keras");
    Path report = folder.resolve("homes.html");
    String said = train(csv, "--target", "price", "-o", target, "--rate", 0.01, "--report", report);
    assertThat(said).contains("a regressor").contains("column 'id' is left out").contains("r2");
    assertThat(Files.readString(report)).contains("Residuals");
    Path rows =
        Files.writeString(
            folder.resolve("new.csv"), "town,area (m²)\nUlm,100\nKöln,100\nUlm,\nBonn,80\n");
    try (Model model = Model.load(target)) {
      assertThat(model.inputs().stream().map(input -> input.name()))
          .containsExactly("area__m__", "town");
    }
    Path results = folder.resolve("prices.csv");
    Ran.done("predict", target, "--input", rows, "-o", results);
    List<String> prices = Files.readAllLines(results);
    assertThat(prices).hasSize(5);
    assertThat(Double.parseDouble(prices.get(1))).isBetween(113_000.0, 127_000.0);
    assertThat(Double.parseDouble(prices.get(2))).isBetween(93_000.0, 107_000.0);
    // A missing area counts as the mean of all, which is about 100.
    assertThat(Double.parseDouble(prices.get(3))).isBetween(105_000.0, 135_000.0);
  }

  @Test
  void aFolderOfImagesIsLearned() throws IOException {
    Path images = folder.resolve("images");
    DigitFolders.write(images, 0, "zero");
    DigitFolders.write(images, 1, "one");
    Path target = folder.resolve("digits.keras");
    String said = train(images, "-o", target, "--epochs", 12, "--rate", 0.003);
    assertThat(said).contains("40 samples to learn from, 10 held out").contains("one channel");
    try (Model model = Model.load(target)) {
      int right = 0;
      for (int i = 0; i < DigitFolders.EACH; i++) {
        String name = String.format(Locale.ROOT, "%03d.png", i);
        Tensor one = model.predict(DigitFolders.digit(images.resolve("one").resolve(name)));
        Tensor zero = model.predict(DigitFolders.digit(images.resolve("zero").resolve(name)));
        right += one.getDouble(0) > one.getDouble(1) ? 1 : 0;
        right += zero.getDouble(1) > zero.getDouble(0) ? 1 : 0;
      }
      assertThat(right).isGreaterThanOrEqualTo(47);
    }
    assertThat(Ran.done("evaluate", target, images)).contains("50 samples");
  }

  @Test
  void whatCannotBeLearnedIsSaid() throws IOException {
    Path csv = iris();
    Path target = folder.resolve("x.keras");
    assertThat(Ran.refused("train", csv, "-o", target)).contains("--target COLUMN").contains("pw");
    assertThat(Ran.refused("train", csv, "--target", "spcies", "-o", target)).contains("species");
    assertThat(
            Ran.refused("train", csv, "--target", "species", "--task", "regression", "-o", target))
        .contains("texts");
    assertThat(Ran.refused("train", csv, "--target", "species", "-o", "x.txt")).contains(".keras");
    assertThat(Ran.refused("train", folder.resolve("none.csv"), "-o", target)).contains("none.csv");
    assertThat(Ran.of("train", csv, "--base", "resnet50", "-o", target).err())
        .contains("tenon finetune FOLDER --model resnet50");
    Path gap = Files.writeString(folder.resolve("gap.csv"), "a,b\n1,x\n2,\n");
    assertThat(Ran.refused("train", gap, "--target", "b", "-o", target)).contains("row 2");
    Path mixed = Files.writeString(folder.resolve("mixed.csv"), "a,b\n1,x\n,y\n3,x\n4,y\n");
    Ran told = Ran.of("train", mixed, "--target", "b", "-o", folder.resolve("x.h5"));
    assertThat(told.code()).isEqualTo(2);
    assertThat(told.err()).contains("these can: a .keras file").contains("NanToNum");
    assertThat(target).doesNotExist();
  }
}
