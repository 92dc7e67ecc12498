/** What is asked for with every post and message, in the words of version 2.166 of X's description. */

export const postFields = {
  'tweet.fields': [
    'attachments',
    'author_id',
    'conversation_id',
    'created_at',
    'edit_history_tweet_ids',
    'entities',
    'geo',
    'in_reply_to_user_id',
    'lang',
    'note_tweet',
    'public_metrics',
    'referenced_tweets',
  ].join(','),
  expansions: ['author_id', 'attachments.media_keys', 'geo.place_id', 'referenced_tweets.id'].join(','),
  'user.fields': ['location', 'name', 'public_metrics', 'username', 'verified'].join(','),
  'media.fields': ['alt_text', 'media_key', 'preview_image_url', 'type', 'url', 'variants'].join(','),
  'place.fields': ['full_name'].join(','),
} as const;

export const messageFields = {
  'dm_event.fields': [
    'attachments',
    'created_at',
    'dm_conversation_id',
    'entities',
    'sender_id',
    'text',
  ].join(','),
  event_types: 'MessageCreate',
  expansions: ['attachments.media_keys', 'sender_id'].join(','),
  'user.fields': postFields['user.fields'],
  'media.fields': postFields['media.fields'],
} as const;
