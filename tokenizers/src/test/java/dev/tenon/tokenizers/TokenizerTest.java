package dev.tenon.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.tokenizers.error.MalformedTokenizerException;
import dev.tenon.tokenizers.error.UnsupportedTokenizerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tokenizer does by its options. Expected values were printed by tokenizers 0.23.3. */
final class TokenizerTest {
  private static final String LETTERS = "a b c d e f g h i j k l m n o p q r s t";

  @TempDir Path folder;

  private final Tokenizer bert = load("bert-uncased");

  private static Tokenizer load(String name) {
    try {
      return Tokenizer.load(Goldens.file(name));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void truncationKeepsTheFirstTokens() {
    Encoding encoding = bert.truncation(Truncation.of(8).stride(1)).encode(LETTERS);
    assertThat(encoding.tokens()).containsExactly("[CLS]", "a", "b", "c", "d", "e", "f", "[SEP]");
    assertThat(encoding.overflowing()).hasSize(3);
    assertThat(encoding.overflowing().get(2).tokens())
        .containsExactly("[CLS]", "p", "q", "r", "s", "t", "[SEP]");
  }

  @Test
  void truncationOfAPairCombinesAllParts() {
    Encoding encoding = bert.truncation(Truncation.of(8).stride(1)).encode(LETTERS, "x y z");
    assertThat(encoding.tokens())
        .containsExactly("[CLS]", "a", "b", "c", "[SEP]", "x", "y", "[SEP]");
    assertThat(encoding.overflowing()).hasSize(19);
    assertThat(encoding.overflowing().get(18).tokens())
        .containsExactly("[CLS]", "a", "b", "c", "[SEP]", "y", "z", "[SEP]");
  }

  @Test
  void truncationOnTheLeftKeepsTheNumbersOfWords() {
    Encoding encoding =
        bert.truncation(Truncation.of(8).stride(1).direction("left")).encode(LETTERS, "x y z");
    assertThat(encoding.tokens())
        .containsExactly("[CLS]", "r", "s", "t", "[SEP]", "y", "z", "[SEP]");
    assertThat(encoding.wordIds()).containsExactly(-1, 17, 18, 19, -1, 1, 2, -1);
    assertThat(encoding.sequenceIds()).containsExactly(-1, 0, 0, 0, -1, 1, 1, -1);
  }

  @Test
  void paddingFillsABatch() {
    Tokenizer padded = bert.padding(Padding.of().padToMultipleOf(4));
    List<Encoding> batch = padded.encodeBatch(List.of("a", "a b c", ""));
    assertThat(batch).extracting(Encoding::size).containsExactly(8, 8, 8);
    assertThat(batch.get(0).attentionMask()).containsExactly(1, 1, 1, 0, 0, 0, 0, 0);
    assertThat(batch.get(0).specialTokensMask()).containsExactly(1, 0, 1, 1, 1, 1, 1, 1);
    assertThat(padded.noPadding().encode("a").size()).isEqualTo(3);
    assertThat(padded.encodeBatch(List.of("a", "b"), List.of("c d", "e")))
        .extracting(Encoding::size)
        .containsExactly(8, 8);
  }

  @Test
  void tokensAndNumbers() {
    int mask = bert.tokenToId("[MASK]").orElseThrow();
    assertThat(bert.idToToken(mask)).contains("[MASK]");
    assertThat(bert.tokenToId("no such token")).isEmpty();
    assertThat(bert.idToToken(-1)).isEmpty();
    assertThat(bert.vocabularySize()).isEqualTo(3000);
    int[] ids = bert.encode("Hello, world!").ids();
    assertThat(bert.decode(ids)).isEqualTo("hello, world!");
    assertThat(bert.decode(ids, false)).isEqualTo("[CLS] hello, world! [SEP]");
    assertThat(bert.encode("a", null, false).tokens()).containsExactly("a");
  }

  @Test
  void threadsShareATokenizer() {
    // Words of one letter and a number take each other's places in the memory of words.
    List<String> texts =
        IntStream.range(0, 40_000).mapToObj(i -> "x" + i % 20_000 + " y" + i % 7).toList();
    List<List<String>> tokens =
        texts.parallelStream().map(text -> bert.encode(text).tokens()).toList();
    Tokenizer alone = load("bert-uncased");
    assertThat(tokens).isEqualTo(texts.stream().map(text -> alone.encode(text).tokens()).toList());
  }

  @Test
  void optionsThatDoNotFitAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bert.truncation(Truncation.of(1)))
        .withMessageContaining("at least 2. Received: 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bert.truncation(Truncation.of(8).stride(6)))
        .withMessageContaining("less than 6. Received: 6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Truncation.of(8).strategy("longest"))
        .withMessageContaining("longest_first");
    assertThatIllegalArgumentException().isThrownBy(() -> Padding.of().length(1 << 21));
    Tokenizer second = bert.truncation(Truncation.of(4).strategy("only_second"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> second.encode("a b c d"))
        .withMessageContaining("second text");
  }

  @Test
  void messagesNameThePlace() throws IOException {
    String good = Files.readString(Goldens.file("bert-uncased"));
    assertThatThrownBy(() -> read(good.replace("\"type\":\"WordPiece\",", "\"type\":\"Words\",")))
        .isInstanceOf(UnsupportedTokenizerException.class)
        .hasMessageContaining("model.type")
        .hasMessageContaining("WordPiece");
    assertThatThrownBy(() -> read(good.replace("\"lowercase\":true", "\"lowercase\":1")))
        .isInstanceOf(MalformedTokenizerException.class)
        .hasMessage("tokenizer.json, normalizer.lowercase: Expected: true or false. Received: 1");
    assertThatThrownBy(() -> read(good.substring(0, good.length() - 3)))
        .isInstanceOf(MalformedTokenizerException.class)
        .hasMessageContaining("no valid JSON");
    assertThatThrownBy(() -> Tokenizer.load(folder.resolve("other")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void damagedVocabulariesAreRefused() throws IOException {
    Files.writeString(folder.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\na\n");
    assertThatThrownBy(() -> Tokenizer.load(folder))
        .isInstanceOf(MalformedTokenizerException.class)
        .hasMessage("vocab.txt: Expected: a line \"[SEP]\". Received: none");
    Path vocabulary = folder.resolve("vocab.json");
    Files.writeString(vocabulary, "{\"a\": 0, \"b\": 1, \"ab\": 2}");
    assertThatThrownBy(() -> Tokenizer.load(vocabulary))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("merges.txt");
    Path merges = folder.resolve("merges.txt");
    Files.writeString(merges, "#version: 0.2\na b\n");
    assertThat(Tokenizer.load(merges).encode("ab").tokens()).containsExactly("ab");
    Files.writeString(merges, "a b\na c\n");
    assertThatThrownBy(() -> Tokenizer.load(vocabulary))
        .isInstanceOf(MalformedTokenizerException.class)
        .hasMessage("merges.txt[1]: Expected: tokens of the vocabulary. Received: \"c\"");
    Files.writeString(merges, "a b c\n");
    assertThatThrownBy(() -> Tokenizer.load(vocabulary))
        .isInstanceOf(MalformedTokenizerException.class)
        .hasMessageContaining("two tokens with a blank between");
    Files.write(merges, new byte[] {(byte) 0xFF});
    assertThatThrownBy(() -> Tokenizer.load(vocabulary))
        .isInstanceOf(MalformedTokenizerException.class)
        .hasMessageContaining("UTF-8");
  }

  private Tokenizer read(String json) throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), json);
    return Tokenizer.load(folder);
  }
}
