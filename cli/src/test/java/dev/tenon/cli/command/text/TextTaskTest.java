package dev.tenon.cli.command.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.cli.Ran;
import dev.tenon.testing.Checkout;
import dev.tenon.text.Embedder;
import dev.tenon.text.FillMask;
import dev.tenon.text.QuestionAnswerer;
import dev.tenon.text.TokenClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains the folder of each head, and asks what it has learned. */
final class TextTaskTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/pipelines");

  @TempDir private Path folder;

  private Path withoutDropout(String name) throws IOException {
    Path source = GOLDENS.resolve(name);
    Path copy = folder.resolve(name);
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(source.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Path config = copy.resolve("config.json");
    Files.writeString(
        config, Files.readString(config).replaceAll("(dropout[a-z_]*\": )0\\.[0-9]+", "$10.0"));
    return copy;
  }

  private String tuned(String name, String csv, Object... options) throws IOException {
    Path data = Files.writeString(folder.resolve("data.csv"), csv);
    Object[] words = {
      "finetune", withoutDropout(name), data, "-o", folder.resolve("tuned"), "--rate", 0.01
    };
    Object[] all = new Object[words.length + options.length];
    System.arraycopy(words, 0, all, 0, words.length);
    System.arraycopy(options, 0, all, words.length, options.length);
    return Ran.done(all);
  }

  @Test
  void tagsOfWords() throws IOException {
    String rows =
        "X O,Anna reads\nO O,the bank\nO O X,who is Anna\nO O,a library\nX O O,Anna at work\n";
    String said =
        tuned("token.bert", "tags,text\n" + rows + rows, "--epochs", 60, "--batch-size", 4);
    assertThat(said)
        .contains("a classifier of tokens with 2 tags; 8 texts to learn from, 2 held out")
        .containsPattern("loss \\d+\\.\\d{4} after the first epoch, \\d+\\.\\d{4} .* held out")
        .contains("wrote " + folder.resolve("tuned"), "try: TokenClassifier.load(Path.of(");
    try (TokenClassifier classifier = TokenClassifier.load(folder.resolve("tuned"))) {
      assertThat(classifier.labels()).containsExactly("O", "X");
      assertThat(classifier.classify("Anna reads").get(0).text()).isEqualTo("Anna");
      assertThat(classifier.classify("the bank")).isEmpty();
    }
  }

  @Test
  void answersOfQuestions() throws IOException {
    String csv =
        """
        question,context,answer,start
        who reads,Anna reads a book and Anna works,Anna,22
        what is boring,films are boring,films,0
        where,the house is here,,
        """;
    String said =
        tuned("question.bert", csv, "--epochs", 60, "--validation-split", 0, "--batch-size", 3);
    assertThat(said)
        .contains("an answerer of questions; 3 questions to learn from, 0 held out")
        .contains("on the texts that it learned from");
    try (QuestionAnswerer answerer = QuestionAnswerer.load(folder.resolve("tuned"))) {
      assertThat(answerer.answer("who reads", "Anna reads a book and Anna works").text())
          .isEqualTo("Anna");
      assertThat(answerer.find("where", "the house is here")).isEmpty();
    }
  }

  @Test
  void pairsOfTextsWithScores() throws IOException {
    String csv = "a,b,score\nthe bank,a bad film,1\ngood music,an old house,-1\n";
    String said =
        tuned("sentence.bert", csv, "--epochs", 80, "--validation-split", 0, "--batch-size", 2);
    assertThat(said)
        .contains("an encoder of texts; 2 pairs with scores to learn from")
        .contains("try: tenon embed " + folder.resolve("tuned") + " --text TEXT");
    try (Embedder embedder = Embedder.load(folder.resolve("tuned"))) {
      assertThat(cosine(embedder, "the bank", "a bad film")).isGreaterThan(0.8);
      assertThat(cosine(embedder, "good music", "an old house")).isLessThan(-0.8);
    }
    assertThat(tuned("sentence.mpnet", "a,b\nthe bank,banks\nmusic,songs\n", "--epochs", 1))
        .contains("an encoder of texts; 2 pairs to learn from");
  }

  private static double cosine(Embedder embedder, String first, String second) {
    float[] a = embedder.embed(first);
    float[] b = embedder.embed(second);
    double product = 0;
    double lengths = 0;
    double others = 0;
    for (int i = 0; i < a.length; i++) {
      product += a[i] * b[i];
      lengths += a[i] * a[i];
      others += b[i] * b[i];
    }
    return product / Math.sqrt(lengths * others);
  }

  /** An encoder without a task of its own has that of the columns. */
  @Test
  void wordsOfTexts() throws IOException {
    String said = tuned("masked.roberta", "text\nreads\n", "--epochs", 60, "--validation-split", 0);
    assertThat(said).contains("a masked language model; 1 texts to learn from");
    try (FillMask fill = FillMask.load(folder.resolve("tuned"))) {
      assertThat(fill.fill("<mask>").get(0).label()).isEqualTo("reads");
    }
    assertThat(tuned("masked.roberta", "text,tags\nAnna reads,X O\n", "--epochs", 1))
        .contains("a classifier of tokens with 2 tags; 1 texts");
    assertThat(tuned("masked.roberta", "question,context,answer\nwho,Anna,Anna\n", "--epochs", 1))
        .contains("an answerer of questions; 1 questions");
  }
}
