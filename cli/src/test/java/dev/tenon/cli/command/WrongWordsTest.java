package dev.tenon.cli.command;

import static dev.tenon.cli.Shipped.MNIST;
import static dev.tenon.cli.Shipped.MNIST_GOLDEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.Ran;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands say of wrong words, of files of another kind, and of folders. */
final class WrongWordsTest {
  private static final int USAGE = 2;

  @TempDir private Path folder;
  private Path text;
  private Path bytes;
  private Path empty;

  @BeforeEach
  void files() throws IOException {
    text = Files.writeString(folder.resolve("text.txt"), "hello\n");
    bytes = Files.write(folder.resolve("bytes.txt"), new byte[] {(byte) 0xff, (byte) 0xfe, 0x41});
    empty = Files.createFile(folder.resolve("empty.jsonl"));
  }

  @Test
  void aWrongWordIsAnsweredWithTheOnesThereAre() {
    Ran ran = Ran.of("plot", MNIST, "-o", "x.svg", "--colour");
    assertThat(ran.code()).isEqualTo(USAGE);
    assertThat(ran.err())
        .startsWith("tenon: Unknown option '--colour'; nearest are ")
        .contains("'tenon plot --help' says more");
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(Ran.of("sumary", MNIST).err()).contains("nearest are 'summary'");
  }

  @Test
  void aWrongOptionBehindTheInputsIsNoInput() {
    Ran wrong = Ran.of("predict", MNIST, "--input", text, "--batch-size", 3);
    assertThat(wrong.code()).isEqualTo(USAGE);
    assertThat(wrong.err()).startsWith("tenon: Unknown option").contains("'--batch-size'");
    assertThat(Ran.refused("predict", MNIST, "--input", "none.csv")).contains("no file 'none.csv'");
    assertThat(Ran.refused("predict", MNIST, "--input", folder)).contains("is a folder");
  }

  /** What is in a file and what its name says would be two things. */
  @Test
  void aFormatAndANameOfAnotherAreBothNamed() {
    for (String name : List.of("x.onnx", "x.keras", "x.h5", "x.savedmodel")) {
      Path target = folder.resolve(name);
      assertThat(Ran.refused("convert", MNIST, target, "--format", "pb"))
          .contains("--to pb", "frozen TensorFlow graph", "'" + target + "'");
      assertThat(target).doesNotExist();
    }
    assertThat(Ran.refused("convert", MNIST, folder.resolve("x.pb"), "--format", "savedmodel"))
        .contains("--to savedmodel", "x.pb", "frozen TensorFlow graph");
    Ran.done("convert", MNIST, folder.resolve("frozen"), "--format", "pb");
    assertThat(folder.resolve("frozen")).isRegularFile();
  }

  @Test
  void debugShowsTheTraceAndChangesNoExitCode() {
    Ran ran = Ran.of("summary", text, "--debug");
    assertThat(ran.code()).isEqualTo(USAGE);
    assertThat(ran.err()).contains("\tat ", "tenon: text.txt: is plain text");
  }

  @Test
  void aFolderInPlaceOfAFileIsNamed() {
    assertThat(Ran.refused("usage", MNIST, "--labels", folder))
        .contains(folder + "' is a folder; expected a file");
    assertThat(Ran.refused("zoo", "list", "--catalogue", folder)).contains(folder.toString());
    assertThat(Ran.refused("verify", "--manifest", folder)).contains(folder.toString());
    assertThat(Ran.refused("verify", "--suite", text))
        .contains("text.txt: is a file; expected a folder");
  }

  @Test
  void aFileThatIsNoTextIsNamed() {
    assertThat(Ran.refused("usage", MNIST, "--labels", bytes)).contains("bytes.txt: is no text");
    assertThat(Ran.refused("verify", "--manifest", bytes)).contains("bytes.txt: is no text");
    assertThat(Ran.refused("convert", bytes, folder, "--manifest")).contains("bytes.txt: is no");
    Path image = Checkout.file("samples/images/digit_7.png");
    assertThat(Ran.of("verify", MNIST, image).out()).contains("digit_7.png: is no zip archive");
  }

  @Test
  void nothingToVerifyIsNoSuccess() throws IOException {
    assertThat(Ran.refused("verify", "--manifest", empty)).contains("lists no models");
    Path tests = Files.createDirectory(folder.resolve("tests"));
    assertThat(Ran.refused("verify", "--suite", tests)).contains("has no tests");
    assertThat(Ran.refused("verify", MNIST, MNIST_GOLDEN, "--rtol", -1)).contains("--tolerance");
  }

  @Test
  void optionsOfOnnxFilesAreRefusedForOthers() {
    Path target = folder.resolve("x.h5");
    assertThat(Ran.refused("convert", MNIST, target, "--opset", 15)).contains("--opset is for");
    assertThat(Ran.refused("convert", MNIST, target, "--no-fold")).contains("--no-fold is for");
    assertThat(Ran.refused("convert", MNIST, folder.resolve("x.onnx"), "--to", "keras3-h5"))
        .contains("as keras3-h5: Python goes by the name");
    assertThat(target).doesNotExist();
  }

  @Test
  void numbersThatMakeNoSenseAreRefusedByTheNameOfTheOption() {
    Path target = folder.resolve("x.keras");
    assertThat(Ran.refused("finetune", folder, "--model", MNIST, "--epochs", -1, "-o", target))
        .contains("--epochs must be at least 0, received -1");
    assertThat(Ran.refused("compare", MNIST, MNIST, "--tolerance", "NaN")).contains("--tolerance");
    assertThat(Ran.refused("summary", MNIST, "--line-length", 3)).contains("at least 20");
  }

  @Test
  void labelsOfAnotherModelAreRefused() throws IOException {
    assertThat(Ran.refused("usage", MNIST, "--labels", text))
        .contains("--labels names 1 classes, the model gives scores of [10]");
    // As an editor of Windows writes it.
    Path ten = folder.resolve("ten.txt");
    Files.writeString(ten, "\ufeffa\nb\nc\nd\ne\nf\ng\nh\ni\nj\n");
    assertThat(Ran.done("usage", MNIST, "--labels", ten)).contains("10 scores: a, b, c");
  }
}
