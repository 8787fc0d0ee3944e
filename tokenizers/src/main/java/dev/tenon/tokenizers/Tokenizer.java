package dev.tenon.tokenizers;

import dev.tenon.tokenizers.error.MalformedTokenizerException;
import dev.tenon.tokenizers.error.UnsupportedTokenizerException;
import dev.tenon.tokenizers.internal.model.TokenBuffer;
import dev.tenon.tokenizers.internal.model.TokenModel;
import dev.tenon.tokenizers.internal.processor.PaddingRule;
import dev.tenon.tokenizers.internal.processor.TokenSequence;
import dev.tenon.tokenizers.internal.processor.TruncationRule;
import dev.tenon.tokenizers.internal.text.AlignedText;
import dev.tenon.tokenizers.internal.text.Pieces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Splits text into a model's tokens, and makes text of tokens, as Hugging Face's library does.
 *
 * <pre>{@code
 * Tokenizer tokenizer = Tokenizer.load(Path.of("model/tokenizer.json")).truncation(Truncation.of(256));
 * int[] ids = tokenizer.encode("Where is the library?").ids();
 * }</pre>
 *
 * <p>A tokenizer does not change and may be used by threads at once. A single surrogate in a text
 * counts as U+FFFD.
 *
 * @see <a href="https://huggingface.co/docs/tokenizers/api/tokenizer">Tokenizer in Python</a>
 */
public final class Tokenizer {
  private final TokenizerParts parts;
  private final @Nullable Truncation truncation;
  private final @Nullable Padding padding;

  Tokenizer(TokenizerParts parts, @Nullable Truncation truncation, @Nullable Padding padding) {
    this.parts = parts;
    this.truncation = truncation;
    this.padding = padding;
    if (truncation != null) {
      check(truncation, parts.processing().added(false));
    }
  }

  private static void check(Truncation truncation, int added) {
    if (truncation.maxLength() < added) {
      throw new IllegalArgumentException(
          "Truncation: maxLength must have room for the special tokens. Expected: at least %d. Received: %d"
              .formatted(added, truncation.maxLength()));
    }
    int room = truncation.maxLength() - added;
    if (truncation.stride() > 0 && truncation.stride() >= room) {
      throw new IllegalArgumentException(
          "Truncation: stride must be less than maxLength without special tokens. Expected: less than %d. Received: %d"
              .formatted(room, truncation.stride()));
    }
  }

  /**
   * Reads a tokenizer.
   *
   * <p>The path is {@code tokenizer.json}; or BERT's {@code vocab.txt}; or {@code vocab.json}
   * beside {@code merges.txt} of GPT-2 and RoBERTa; or a folder with one of them, looked for in
   * this order. For the latter two {@code tokenizer_config.json} beside them tells options and
   * special tokens.
   *
   * @throws MalformedTokenizerException where the file is damaged
   * @throws UnsupportedTokenizerException where it asks for what this library does not do
   * @throws IOException where the file cannot be read
   */
  public static Tokenizer load(Path path) throws IOException {
    return TokenizerFiles.load(path);
  }

  /**
   * Reads a tokenizer of the bytes of its files.
   *
   * @param files the bytes by names, such as {@code tokenizer.json}; see {@link #load(Path)}
   * @throws MalformedTokenizerException where a file is damaged
   * @throws UnsupportedTokenizerException where it asks for what this library does not do
   * @throws java.nio.file.NoSuchFileException where no name is that of a tokenizer
   * @throws IOException as {@link #load(Path)} does
   */
  public static Tokenizer load(Map<String, byte[]> files) throws IOException {
    return TokenizerFiles.load(files);
  }

  /** Returns a tokenizer that shortens encodings. */
  public Tokenizer truncation(Truncation rule) {
    return new Tokenizer(parts, rule, padding);
  }

  /** Returns a tokenizer that does not shorten encodings. */
  public Tokenizer noTruncation() {
    return new Tokenizer(parts, null, padding);
  }

  /** Returns how encodings are shortened. */
  public Optional<Truncation> truncation() {
    return Optional.ofNullable(truncation);
  }

  /** Returns a tokenizer that fills encodings up. */
  public Tokenizer padding(Padding rule) {
    return new Tokenizer(parts, truncation, rule);
  }

  /** Returns a tokenizer that does not fill encodings up. */
  public Tokenizer noPadding() {
    return new Tokenizer(parts, truncation, null);
  }

  /** Returns how encodings are filled up. */
  public Optional<Padding> padding() {
    return Optional.ofNullable(padding);
  }

  /** Returns the tokens of a text, with special tokens. */
  public Encoding encode(String text) {
    return encode(text, null, true);
  }

  /** Returns the tokens of a pair of texts, with special tokens. */
  public Encoding encode(String text, String pair) {
    return encode(text, pair, true);
  }

  /**
   * Returns the tokens of a text or of a pair.
   *
   * @param text the text
   * @param pair the second text, or null
   * @param addSpecialTokens whether tokens such as {@code [CLS]} are put around the texts
   * @throws IllegalArgumentException where truncation cannot shorten the text that it is to shorten
   * @throws MalformedTokenizerException where the text has an unknown word, and the vocabulary no
   *     token for unknown ones
   * @throws UnsupportedTokenizerException where a regular expression of the file takes too long, or
   *     normalizers make too much of the text
   */
  public Encoding encode(String text, @Nullable String pair, boolean addSpecialTokens) {
    return new Encoding(padded(List.of(sequence(text, pair, addSpecialTokens))).get(0));
  }

  /** Returns the tokens of texts, filled up to one length where there is a padding. */
  public List<Encoding> encodeBatch(List<String> texts) {
    List<TokenSequence> all = new ArrayList<>();
    texts.forEach(text -> all.add(sequence(text, null, true)));
    return padded(all).stream().map(Encoding::new).toList();
  }

  /** Returns the tokens of pairs of texts, filled up to one length where there is a padding. */
  public List<Encoding> encodeBatch(List<String> texts, List<String> pairs) {
    if (texts.size() != pairs.size()) {
      throw new IllegalArgumentException(
          "pairs: Expected: as many as texts, %d. Received: %d"
              .formatted(texts.size(), pairs.size()));
    }
    List<TokenSequence> all = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      all.add(sequence(texts.get(i), pairs.get(i), true));
    }
    return padded(all).stream().map(Encoding::new).toList();
  }

  /** Returns the text of tokens, without special tokens. Numbers without a token are left out. */
  public String decode(int[] ids) {
    return decode(ids, true);
  }

  /** Returns the text of tokens. Numbers without a token are left out. */
  public String decode(int[] ids, boolean skipSpecialTokens) {
    List<String> tokens = new ArrayList<>();
    for (int id : ids) {
      String token = token(id);
      if (token != null && !(skipSpecialTokens && parts.added().isSpecial(token))) {
        tokens.add(token);
      }
    }
    return tokens.isEmpty() ? "" : String.join("", parts.decoder().decode(tokens));
  }

  /** Returns the number of a token. */
  public OptionalInt tokenToId(String token) {
    int added = parts.added().id(token);
    int id = added == TokenModel.NONE ? parts.model().id(token) : added;
    return id == TokenModel.NONE ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** Returns the token of a number. */
  public Optional<String> idToToken(int id) {
    return Optional.ofNullable(token(id));
  }

  /** Returns the number of tokens, with those that were added. */
  public int vocabularySize() {
    return parts.model().size() + parts.added().countBeyond(parts.model());
  }

  private @Nullable String token(int id) {
    String added = parts.added().token(id);
    return added == null ? parts.model().token(id) : added;
  }

  private List<TokenSequence> padded(List<TokenSequence> all) {
    if (padding == null) {
      return all;
    }
    return new PaddingRule(
            padding.length(),
            padding.padToMultipleOf(),
            padding.padId(),
            padding.padTypeId(),
            padding.padToken(),
            padding.direction().equals("left"))
        .apply(all);
  }

  private TokenSequence sequence(String text, @Nullable String pair, boolean addSpecialTokens) {
    List<TokenSequence> texts =
        pair == null ? List.of(tokens(text, 0)) : List.of(tokens(text, 0), tokens(pair, 1));
    TruncationRule rule =
        truncation == null
            ? null
            : new TruncationRule(
                truncation.maxLength(),
                truncation.stride(),
                truncation.strategy(),
                truncation.direction().equals("left"));
    return parts.processing().apply(texts, rule, addSpecialTokens);
  }

  private TokenSequence tokens(String string, int typeId) {
    Pieces pieces = parts.preTokenizer().split(parts.added().extract(string));
    TokenBuffer buffer = new TokenBuffer();
    for (int i = 0; i < pieces.size(); i++) {
      add(pieces, i, buffer);
    }
    return TokenSequence.of(
        string,
        buffer.ids(),
        buffer.tokens(),
        buffer.starts(),
        buffer.ends(),
        buffer.words(),
        typeId);
  }

  private void add(Pieces pieces, int piece, TokenBuffer buffer) {
    AlignedText text = pieces.text();
    int start = pieces.start(piece);
    int end = pieces.end(piece);
    int before = buffer.size();
    if (pieces.token(piece) == Pieces.NO_TOKEN) {
      parts.model().tokenize(text.codePoints(), start, end, buffer);
    } else {
      buffer.add(pieces.token(piece), text.string(start, end), start, end);
    }
    for (int i = before; i < buffer.size(); i++) {
      buffer.place(i, text.start(buffer.start(i)), text.end(buffer.end(i) - 1), piece);
    }
  }
}
