"""What robots are asked: no story in an archive, a search index or the training of a model. They may not listen."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

# Archives, and collectors for models and for what answers from them, by the names that their operators publish
# (looked at in November 2026). Whoever is not named is kept from stories by the lines for everybody.
UNWELCOME = (
    "AI2Bot", "AI2Bot-DeepResearchEval", "Ai2Bot-Dolma", "Amazonbot", "Amzn-SearchBot", "Amzn-User",
    "anthropic-ai", "Applebot-Extended", "archive.org_bot", "Arquivo-web-crawler", "AzureAI-SearchBot",
    "bedrockbot", "Bytespider", "CCBot", "ChatGLM-Spider", "ChatGPT-User", "Claude-SearchBot", "Claude-User",
    "Claude-Web", "ClaudeBot", "cohere-ai", "cohere-training-data-crawler", "Cotoyogi", "Crawl4AI",
    "DeepSeekBot", "Diffbot", "DuckAssistBot", "ExaBot", "FacebookBot", "FirecrawlAgent", "FriendlyCrawler",
    "Gemini-Deep-Research", "Google-Agent", "Google-CloudVertexBot", "Google-Extended", "Google-NotebookLM",
    "GoogleOther", "GPTBot", "heritrix", "ia_archiver", "iaskspider", "ICC-Crawler", "ImagesiftBot",
    "img2dataset", "Kangaroo Bot", "laion-huggingface-processor", "LAIONDownloader", "LinkupBot",
    "Meta-ExternalAgent", "Meta-ExternalFetcher", "meta-webindexer", "MistralAI-User", "OAI-SearchBot",
    "omgili", "omgilibot", "PanguBot", "Perplexity-User", "PerplexityBot", "PetalBot", "PhindBot", "QuillBot",
    "SBIntuitionsBot", "Scrapy", "SemrushBot-OCOB", "Sidetrade indexer bot", "TavilyBot", "TikTokSpider",
    "Timpibot", "VelenPublicWebCrawler", "Webzio-Extended", "YandexAdditional", "YouBot",
)  # fmt: skip
SIGNAL = "Content-Signal: search=yes, ai-input=no, ai-train=no"  # contentsignals.org: of what may be fetched
PRIVATE = ("stories/", "share/", "yours/", "feed/", "numbers.json", "numbers.csv")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [f"User-agent: {name}" for name in UNWELCOME] + [
        "Disallow: /",
        "",
        "User-agent: *",
        SIGNAL,
    ]
    lines += [f"Disallow: /{path}" for path in PRIVATE] + [
        f"Disallow: /*/{path}" for path in PRIVATE
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
