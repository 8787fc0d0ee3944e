package dev.tenon.cli;

import static dev.tenon.cli.Shipped.MNIST;
import static dev.tenon.cli.Shipped.MNIST_GOLDEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.Model;
import dev.tenon.testing.Checkout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people type by mistake, and the one sentence that each is answered with. {@code
 * mistakes.tsv} has a line for each: the words, the exit code and the sentence, in which {@code ~}
 * is the folder of the files. The file is written where {@code tenon.pages} is {@code write}.
 */
final class MistakesTest {
  private static final Path LIST = Checkout.file("cli/src/test/resources/mistakes.tsv");
  private static final int LEAST = 40;
  private static final int LONGEST = 400;

  @TempDir private Path folder;

  private void files() throws IOException {
    Files.copy(MNIST, folder.resolve("model.h5"));
    Files.copy(MNIST_GOLDEN, folder.resolve("golden.npz"));
    Files.copy(Checkout.file("samples/images/digit_7.png"), folder.resolve("digit.png"));
    try (Model model = Model.load(MNIST)) {
      model.save(folder.resolve("model.onnx"));
      model.save(folder.resolve("model.keras"));
    }
    for (String name :
        List.of("model.h5", "model.onnx", "model.keras", "digit.png", "golden.npz")) {
      byte[] bytes = Files.readAllBytes(folder.resolve(name));
      Files.write(folder.resolve("torn." + name), Arrays.copyOf(bytes, bytes.length / 2));
    }
    for (String name : List.of("empty.h5", "empty.csv", "empty.json", "empty.npz", "empty.jsonl")) {
      Files.createFile(folder.resolve(name));
    }
    Files.writeString(folder.resolve("text.h5"), "hello\n");
    Files.writeString(folder.resolve("words.csv"), "1,2\n3,four\n");
    Files.writeString(folder.resolve("ragged.csv"), "1,2\n3\n");
    Files.writeString(folder.resolve("short.csv"), "1,2\n3,4\n");
    Files.writeString(folder.resolve("torn.json"), "{\"image\": [[1, 2");
    Files.writeString(folder.resolve("one.txt"), "zero\n");
    Files.writeString(folder.resolve("digit.tiff"), "II*\0");
    Files.createDirectories(folder.resolve("photos"));
    copyFolder("sequence.bert", "texts");
    copyFolder("token.bert", "tokens");
    copyFolder("question.bert", "questions");
    copyFolder("masked.roberta", "masked");
    copyFolder("sentence.bert", "sentences");
    Files.copy(
        Checkout.file("tests/goldens/pipelines/sentence.bert/modules.json"),
        folder.resolve("sentences/modules.json"));
    Files.writeString(folder.resolve("tags.csv"), "text,tags\nAnna reads,X O\na book,X\n");
    Files.writeString(
        folder.resolve("asked.csv"),
        "question,context,answer,start\nwho,Anna reads,Anna,0\nwhat,a book,book,1\n");
    Files.writeString(
        folder.resolve("unsaid.csv"), "question,context,answer\nwho,Anna reads,Paris\n");
    Files.writeString(folder.resolve("scored.csv"), "a,b,score\nx,y,0.5\nx,z,high\n");
    Files.writeString(folder.resolve("triples.csv"), "a,b,c\nx,y,z\n");
    Files.writeString(folder.resolve("unscored.csv"), "a,b,score\nx,y,\n");
    Files.writeString(folder.resolve("one.csv"), "text,label\nwin,spam\nlose,spam\n");
    Files.writeString(folder.resolve("three.csv"), "id,mail,label\n1,win,spam\n2,hello,ham\n");
    Files.createDirectories(folder.resolve("pets/cats"));
  }

  private void copyFolder(String golden, String to) throws IOException {
    Files.createDirectories(folder.resolve(to));
    for (String name : List.of("config.json", "model.safetensors", "tokenizer.json")) {
      Files.copy(
          Checkout.file("tests/goldens/pipelines").resolve(golden).resolve(name),
          folder.resolve(to).resolve(name));
    }
  }

  private String[] words(String line) {
    return Stream.of(line.split(" "))
        .map(word -> word.replace("~", folder.toString()).replace("''", ""))
        .toArray(String[]::new);
  }

  private String answer(String line) {
    Ran ran = Ran.of((Object[]) words(line));
    String text = ran.err().strip().replace(folder.toString(), "~");
    return line + "\t" + ran.code() + "\t" + text;
  }

  @Test
  void eachMistakeIsAnsweredInOneSentence() throws IOException {
    files();
    List<String> mistakes = Files.readAllLines(LIST);
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(new byte[0]));
    List<String> received = new ArrayList<>();
    try {
      for (String line : mistakes) {
        received.add(answer(line.split("\t", 2)[0]));
      }
    } finally {
      System.setIn(before);
    }
    if (System.getProperty("tenon.pages", "").equals("write")) {
      Files.write(LIST, received);
    }
    assertThat(received).hasSizeGreaterThanOrEqualTo(LEAST).doesNotHaveDuplicates();
    assertThat(received).isEqualTo(Files.readAllLines(LIST));
    for (String line : received) {
      String sentence = line.substring(line.lastIndexOf('\t') + 1);
      assertThat(sentence).as(line).startsWith("tenon: ").hasSizeLessThan(LONGEST);
      assertThat(sentence).as(line).doesNotContain("\n", "Exception", "\tat ");
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .as("nothing is left behind")
          .noneMatch(name -> name.startsWith("x.") || name.startsWith(".tenon"));
    }
  }

  /** On Linux: a device that is always full, and a folder that takes nothing from anybody. */
  @Test
  void aFullDiskAndAFolderWithoutPermission() throws IOException {
    Path device = Path.of("/dev/full");
    Path forbidden = Path.of("/sys");
    assumeTrue(Files.exists(device) && Files.isDirectory(forbidden), "no Linux");
    Path full = Files.createSymbolicLink(folder.resolve("full.onnx"), device);
    assertThat(Ran.refused("convert", MNIST, full)).contains("full.onnx", "No space left");
    Files.delete(full);
    for (String name : List.of("x.onnx", "x.keras", "x.pb")) {
      assertThat(Ran.refused("convert", MNIST, forbidden.resolve(name)))
          .containsPattern("/sys.*(permission denied|[Nn]ot permitted|cannot be written)");
    }
    assertThat(Ran.refused("plot", MNIST, "-o", forbidden.resolve("x.svg")))
        .containsPattern("/sys.*(permission denied|[Nn]ot permitted|cannot be written)");
  }

  @Test
  void aFaultOfTenonItselfAsksForAReport() {
    StringWriter err = new StringWriter();
    assertThat(new Main().explain(new NullPointerException("x"), new PrintWriter(err)))
        .isEqualTo(70);
    assertThat(err.toString().strip().lines()).hasSize(1);
    assertThat(err.toString()).contains("please report it", "--debug");
    assertThat(new Main().explain(new AssertionError("x"), new PrintWriter(err))).isEqualTo(70);
  }
}
