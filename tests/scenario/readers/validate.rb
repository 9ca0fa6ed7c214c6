# SPDX-License-Identifier: Apache-2.0
# Is this feed valid? Asked of Ruby's own rss library, which checks RSS 2.0 and
# Atom 1.0 element by element when told to: what is required, what may stand
# where and how often, and of which type it is.
require 'rss'

ARGV.each do |path|
  feed = RSS::Parser.parse(File.read(path, encoding: 'utf-8'), true)
  raise "#{path}: no feed" if feed.nil?
  puts "#{feed.feed_type} #{feed.feed_version} #{feed.items.size}"
end
