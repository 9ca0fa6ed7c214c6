<?php
// SPDX-License-Identifier: Apache-2.0
// What WordPress' SimplePie sees of a feed, as JSON: php simplepie.php
// WORDPRESS FEED.
error_reporting(E_ALL & ~E_DEPRECATED);
define('ABSPATH', $argv[1] . '/');
define('WPINC', 'wp-includes');
require ABSPATH . WPINC . '/class-simplepie.php';

$feed = new SimplePie();
$feed->set_raw_data(file_get_contents($argv[2]));
$feed->enable_cache(false);
if (!$feed->init()) {
    fwrite(STDERR, (string) $feed->error() . "\n");
    exit(1);
}
$items = [];
foreach ($feed->get_items() as $item) {
    $author = $item->get_author();
    $source = $item->get_source();
    $items[] = [
        'id' => $item->get_id(),
        'title' => html_entity_decode($item->get_title(), ENT_QUOTES | ENT_HTML5),
        'author' => $author ? $author->get_name() : null,
        'source' => $source ? $source->get_title() : null,
        'rights' => $item->get_copyright(),
        'content' => $item->get_content(),
    ];
}
echo json_encode(['title' => $feed->get_title(), 'items' => $items]), "\n";
