package dev.tenon.tokenizers.internal.added;

import dev.tenon.tokenizers.internal.model.TokenModel;
import dev.tenon.tokenizers.internal.model.TokenTrie;
import dev.tenon.tokenizers.internal.normalizer.TextNormalizer;
import dev.tenon.tokenizers.internal.text.AlignedText;
import dev.tenon.tokenizers.internal.text.Pieces;
import dev.tenon.tokenizers.internal.unicode.CodePointSet;
import dev.tenon.tokenizers.internal.unicode.UnicodeData;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds added tokens in a text, and normalizes what is between them. */
public final class AddedTokens {
  private static final CodePointSet SPACE = UnicodeData.rustSpace();
  private static final CodePointSet WORD = UnicodeData.rustWord();

  private final TextNormalizer normalizer;
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<Integer, AddedToken> tokens = new HashMap<>();
  private final Map<Integer, String> normalized = new HashMap<>();
  private final Set<String> specials = new HashSet<>();
  private final TokenTrie plainTrie = new TokenTrie(8);
  private final TokenTrie normalizedTrie = new TokenTrie(8);
  private boolean hasPlain;
  private boolean hasNormalized;

  /** Numbers the tokens: those of the model keep their number, others come behind it. */
  public AddedTokens(List<AddedToken> added, TokenModel model, TextNormalizer normalizer) {
    this.normalizer = normalizer;
    int next = model.size();
    for (AddedToken token : added) {
      if (token.content().isEmpty()) {
        continue;
      }
      Integer known = ids.get(token.content());
      int id = known != null ? known : model.id(token.content());
      if (id == TokenModel.NONE) {
        id = next++;
      }
      add(token, id);
    }
    tokens.forEach(this::addPattern);
  }

  private void add(AddedToken token, int id) {
    if (token.normalized()) {
      AlignedText text = normalizer.normalize(AlignedText.of(token.content()));
      normalized.put(id, text.string(0, text.length()));
    }
    ids.put(token.content(), id);
    tokens.put(id, token);
    if (token.special()) {
      specials.add(token.content());
    }
  }

  private void addPattern(int id, AddedToken token) {
    String pattern = token.normalized() ? normalized.getOrDefault(id, "") : token.content();
    if (pattern.isEmpty()) {
      return;
    }
    (token.normalized() ? normalizedTrie : plainTrie).put(pattern, id);
    hasNormalized |= token.normalized();
    hasPlain |= !token.normalized();
  }

  /** Returns the number of a token, or {@link TokenModel#NONE}. */
  public int id(String token) {
    return ids.getOrDefault(token, TokenModel.NONE);
  }

  /** Returns the text of a token in the form that decoders take, or null. */
  public @Nullable String token(int id) {
    String text = normalized.get(id);
    AddedToken token = tokens.get(id);
    return token == null || (token.normalized() && text != null) ? text : token.content();
  }

  /** Says whether a text is that of a special token. */
  public boolean isSpecial(String token) {
    return specials.contains(token);
  }

  /** Returns how many tokens the model does not have. */
  public int countBeyond(TokenModel model) {
    return (int) ids.keySet().stream().filter(each -> model.id(each) == TokenModel.NONE).count();
  }

  /** Returns the parts of a text: added tokens, and normalized text between them. */
  public Pieces extract(String string) {
    AlignedText text = AlignedText.of(string);
    Pieces plain = new Pieces(text, 4);
    if (hasPlain) {
      find(text, plainTrie, plain);
    } else {
      plain.add(0, text.length());
    }
    if (plain.size() == 1 && plain.token(0) == Pieces.NO_TOKEN) {
      AlignedText form = normalizer.normalize(text);
      Pieces result = new Pieces(form, 4);
      addNormalized(form, result, 0);
      return result;
    }
    AlignedText all = new AlignedText(text.length());
    Pieces result = new Pieces(all, plain.size() + 4);
    for (int i = 0; i < plain.size(); i++) {
      int from = all.length();
      AlignedText part = text.slice(plain.start(i), plain.end(i));
      if (plain.token(i) != Pieces.NO_TOKEN) {
        all.add(part, 0, part.length());
        result.add(from, all.length(), plain.token(i));
      } else {
        AlignedText form = normalizer.normalize(part);
        all.add(form, 0, form.length());
        addNormalized(form, result, from);
      }
    }
    return result;
  }

  private void addNormalized(AlignedText form, Pieces result, int offset) {
    if (!hasNormalized) {
      result.add(offset, offset + form.length());
      return;
    }
    Pieces found = new Pieces(form, 4);
    find(form, normalizedTrie, found);
    for (int i = 0; i < found.size(); i++) {
      result.add(offset + found.start(i), offset + found.end(i), found.token(i));
    }
  }

  /** Finds the leftmost tokens, of those that begin together the longest. */
  private void find(AlignedText text, TokenTrie trie, Pieces result) {
    int[] codePoints = text.codePoints();
    int length = text.length();
    int last = 0;
    for (int at = 0; at < length; ) {
      int end = longest(codePoints, at, length, trie);
      if (end < 0) {
        at++;
        continue;
      }
      int id = trie.value(trie.node(codePoints, at, end));
      AddedToken token = tokens.get(id);
      int start = at;
      at = end;
      if (token == null || (token.singleWord() && !isWord(codePoints, start, end, length))) {
        continue;
      }
      while (token.stripLeft() && start > last && SPACE.contains(codePoints[start - 1])) {
        start--;
      }
      while (token.stripRight() && end < length && SPACE.contains(codePoints[end])) {
        end++;
      }
      result.add(last, start);
      result.add(start, end, id);
      last = end;
    }
    result.add(last, length);
  }

  private static int longest(int[] text, int at, int length, TokenTrie trie) {
    int node = trie.next(TokenTrie.ROOT, text[at]);
    int end = -1;
    for (int i = at + 1; node != TokenTrie.NONE; i++) {
      if (trie.value(node) != TokenTrie.NONE) {
        end = i;
      }
      node = i < length ? trie.next(node, text[i]) : TokenTrie.NONE;
    }
    return end;
  }

  private static boolean isWord(int[] text, int start, int end, int length) {
    return (start == 0 || !WORD.contains(text[start - 1]))
        && (end == length || !WORD.contains(text[end]));
  }
}
