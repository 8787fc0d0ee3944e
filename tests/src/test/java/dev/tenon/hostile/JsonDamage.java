package dev.tenon.hostile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Edits a configuration so that it stays JSON and stops making sense. */
final class JsonDamage {
  /** What is nested deep is put into what is: no limit of the writer's may stop that. */
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
              .streamWriteConstraints(
                  StreamWriteConstraints.builder().maxNestingDepth(1_000_000).build())
              .build());

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final String[] WORDS = {
    "Lambda",
    "Sequential",
    "Functional",
    "TimeDistributed",
    "Bidirectional",
    "RNN",
    "Dense",
    "LSTM",
    "InputLayer",
    "Conv2D",
    "MultiHeadAttention",
    "keras",
    "../../etc/passwd",
    "float64",
    "int8",
    "no_such_thing",
    "relu",
    "softmax",
    "valid",
    "causal",
    "channels_first",
    "Reshape",
    "Permute",
    "Concatenate",
    "Dot",
    "Embedding",
    "os.system",
    "",
    "None",
    "\u0000",
    "__tuple__",
    "__lambda__",
    "NaN"
  };

  private JsonDamage() {}

  /** A place in the tree: the member or item of a container. */
  private record Place(JsonNode parent, String key, int index) {
    JsonNode get() {
      return parent instanceof ObjectNode object ? object.get(key) : parent.get(index);
    }

    void set(JsonNode value) {
      if (parent instanceof ObjectNode object) {
        object.set(key, value);
      } else if (parent instanceof ArrayNode array) {
        array.set(index, value);
      }
    }

    void remove() {
      if (parent instanceof ObjectNode object) {
        object.remove(key);
      } else if (parent instanceof ArrayNode array) {
        array.remove(index);
      }
    }
  }

  /** Returns the text with some values changed, without spaces. */
  static String mutate(String text, Random random) {
    try {
      JsonNode root = MAPPER.readTree(text);
      int changes = 1 + random.nextInt(3);
      for (int i = 0; i < changes; i++) {
        List<Place> places = new ArrayList<>();
        collect(root, places);
        if (!places.isEmpty()) {
          change(places.get(random.nextInt(places.size())), places, random);
        }
      }
      return MAPPER.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the good file holds bad JSON", e);
    }
  }

  private static void collect(JsonNode node, List<Place> places) {
    if (node instanceof ObjectNode object) {
      object.fieldNames().forEachRemaining(key -> places.add(new Place(node, key, -1)));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        places.add(new Place(node, "", i));
      }
    }
    node.forEach(child -> collect(child, places));
  }

  private static void change(Place place, List<Place> places, Random random) {
    JsonNode old = place.get();
    if (old == null) {
      return;
    }
    switch (random.nextInt(12)) {
      case 0 -> place.remove();
      case 1 -> place.set(NODES.nullNode());
      case 2, 3, 4 -> place.set(number(random));
      case 5 -> place.set(NODES.textNode(WORDS[random.nextInt(WORDS.length)]));
      case 6 -> place.set(random.nextBoolean() ? NODES.arrayNode() : NODES.objectNode());
      case 7 -> place.set(NODES.booleanNode(random.nextBoolean()));
      case 8 -> {
        JsonNode other = places.get(random.nextInt(places.size())).get();
        place.set(other == null ? NODES.nullNode() : other.deepCopy());
      }
      case 9 -> {
        if (place.parent instanceof ArrayNode array) {
          array.add(old.deepCopy());
        } else {
          place.set(NODES.arrayNode().add(old.deepCopy()).add(old.deepCopy()));
        }
      }
      case 10 -> place.set(nested(old, random));
      default -> {
        if (old instanceof ArrayNode array && !array.isEmpty()) {
          array.set(random.nextInt(array.size()), number(random));
        } else if (old.isIntegralNumber()) {
          place.set(NODES.numberNode(-old.longValue()));
        } else {
          place.set(number(random));
        }
      }
    }
  }

  private static JsonNode number(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> NODES.numberNode(random.nextGaussian() * 1e3);
      case 1 -> NODES.numberNode(1e300);
      case 2 -> NODES.numberNode(new BigInteger("123456789012345678901234567890"));
      case 3 -> NODES.numberNode(random.nextInt(7) - 3);
      default -> NODES.numberNode(Mutator.wild(random));
    };
  }

  /** Puts a value deep into lists or into layers inside layers. */
  private static JsonNode nested(JsonNode value, Random random) {
    int depth = 1 + random.nextInt(40) * random.nextInt(10);
    boolean lists = random.nextBoolean();
    JsonNode node = value.deepCopy();
    for (int i = 0; i < depth; i++) {
      if (lists) {
        node = NODES.arrayNode().add(node);
      } else {
        ObjectNode config = NODES.objectNode();
        config.put("name", "wrap" + i);
        config.set("layer", node);
        node = NODES.objectNode().put("class_name", "TimeDistributed").set("config", config);
      }
    }
    return node;
  }
}
